/// Mixes every image with another of the set, and the two labels with it: 70 % ship and 30 % cat.
///
/// The image's own part is `max(l, 1 - l)` with `l` from Beta(alpha, alpha), so that its label remains the larger one and
/// the training accuracy keeps its meaning; the partner is any image of the set. Both have gone through the transforms
/// that stand before `MixUp` in the list; those after it change the mixture. Zhang et al., "mixup: beyond empirical risk
/// minimization", 2018.
///
/// The loss is then the cross-entropy of the mixed labels, which is never near 0: it compares with other losses of mixed
/// images only.
///
/// - Errors: a `ModelError` for an alpha that is not greater than 0.
public struct MixUp: ImageTransform {
  let alpha: Double

  /// - Parameter alpha: small values, such as 0.2, leave most images nearly as they are; with 1 all parts are equally
  ///   likely.
  public init(alpha: Double = 0.2) {
    self.alpha = alpha
  }

  public var id: String? { "MixUp(alpha: \(alpha))" }

  public func check(imageShape: [Int]) throws(ModelError) {
    try check("alpha", alpha, SettingRange.positive.contains(alpha), SettingRange.positive.rawValue)
  }

  /// Nothing by itself: `Augmentation` has the other image.
  public func apply(to image: inout TrainingImage, random: inout ImageRandom) {}

  /// Draws the partner among `count` images, and the parts.
  func mixture(count: Int, random: inout ImageRandom) -> Augmentation.Mixture {
    let partner = random.next(below: count)
    let share = Float(SymmetricBeta(alpha: alpha).draw(&random))
    return Augmentation.Mixture(partner: partner, share: max(share, 1 - share))
  }
}

extension TrainingImage {
  /// `self * share + other * (1 - share)`.
  func blend(with other: TrainingImage, share: Float) {
    let (to, from, rest) = (start, other.start, 1 - share)
    for place in 0..<pixels.count { to[place] = to[place] * share + from[place] * rest }
  }
}

/// Draws from Beta(alpha, alpha) with sums, products and roots only, so that every machine draws the same.
struct SymmetricBeta {
  let alpha: Double

  func draw(_ random: inout ImageRandom) -> Double {
    if alpha > 0.5 {
      // Ulrich 1984, in Devroye, "Non-uniform random variate generation", 1986, IX.3.2: no number is drawn in vain.
      let radius = 1 - ExactMath.power(Self.uniform(&random), 2 / (2 * alpha - 1))
      return 0.5 * (1 + radius.squareRoot() * ExactMath.cosine(turns: Self.uniform(&random)))
    }
    // Jöhnk 1964: of four tries, three or more succeed.
    while true {
      let logarithms = (
        ExactMath.logarithm(Self.uniform(&random)) / alpha, ExactMath.logarithm(Self.uniform(&random)) / alpha
      )
      // As shares of the larger one: both may be too small for a number.
      let larger = max(logarithms.0, logarithms.1)
      let (x, y) = (ExactMath.exponential(logarithms.0 - larger), ExactMath.exponential(logarithms.1 - larger))
      if larger + ExactMath.logarithm(x + y) <= 0 { return x / (x + y) }
    }
  }

  /// In 0...1 without its ends.
  private static func uniform(_ random: inout ImageRandom) -> Double { (Double(random.bits()) + 0.5) * 0x1p-32 }
}
