@testable import Learning

/// Drops the elements that the engine documents to drop (see `DropoutOperation`).
struct ReferenceDropout<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  let rate: Float
  /// The place among the model's dropout layers.
  let ordinal: Int
  private var factors: [Scalar] = []

  init(rate: Float, ordinal: Int) {
    self.rate = rate
    self.ordinal = ordinal
  }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    guard case .training(let seed, let epoch, let images) = pass else { return input }
    let threshold = UInt32(Double(rate) * 4_294_967_296)
    factors = images.flatMap { image in
      (0..<input.imageSize).map { element in
        let words = Philox.block(
          counter: SIMD4(UInt32(element / 4), UInt32(image), UInt32(epoch), 0x8000_0000 + UInt32(ordinal)),
          key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
        return words[element % 4] >= threshold ? Scalar(1 / (1 - rate)) : 0
      }
    }
    return scaled(input)
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> { scaled(gradient) }

  private func scaled(_ volume: Volume<Scalar>) -> Volume<Scalar> {
    var result = volume
    for place in result.scalars.indices { result.scalars[place] *= factors[place] }
    return result
  }
}
