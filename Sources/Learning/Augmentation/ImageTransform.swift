/// One change that training makes to an image before the model sees it, such as `HorizontalFlip`.
///
/// A transform is a small value. What it draws comes from `random`, which is a function of the model's seed, the epoch,
/// the image's place in the data and the transform's place in the list: so a training ends with the same bits for any
/// number of threads, and after an interruption.
///
/// A cell's own transform conforms to this protocol, or is written as a closure with `CustomTransform`.
public protocol ImageTransform: Sendable {
  /// What stands for the transform in a run's key: its name with every argument. Where it is `nil`, a run cannot be told
  /// from one with another transform, and is not kept.
  var id: String? { get }

  /// Whether the model is to take the change for granted, as `Normalize` is: it is then made where the model is
  /// validated, evaluated and asked, too, and must draw nothing.
  var isFixed: Bool { get }

  /// Throws an error that names the first argument that makes no sense for images of this shape.
  func check(imageShape: [Int]) throws(ModelError)

  /// Changes one image. Called from several threads at once.
  func apply(to image: inout TrainingImage, random: inout ImageRandom)
}

extension ImageTransform {
  public var id: String? { nil }
  public var isFixed: Bool { false }
  public func check(imageShape: [Int]) throws(ModelError) {}
}

extension ImageTransform {
  /// The type's name, such as `RandomCrop`.
  var name: String { "\(Self.self)" }

  func check(_ setting: String, _ value: some CustomStringConvertible, _ isRight: Bool, _ requirement: String)
    throws(ModelError)
  {
    guard !isRight else { return }
    throw .invalidSetting(of: name, setting: setting, value: value.description, requirement: requirement)
  }
}

/// A transform written as a closure.
///
/// ```swift
/// CustomTransform(id: "darker by up to a half") { image, random in
///   let factor = random.uniform(in: 0.5...1)
///   for place in image.pixels.indices { image.pixels[place] *= factor }
/// }
/// ```
public struct CustomTransform: ImageTransform {
  public let id: String?
  public let isFixed: Bool
  private let body: @Sendable (_ image: inout TrainingImage, _ random: inout ImageRandom) -> Void

  /// - Parameters:
  ///   - id: stands for the closure in a run's key: give it a new one whenever the closure does something else. Without
  ///     an id the run is not kept.
  ///   - isFixed: whether validation, evaluation and prediction see the change too.
  ///   - body: called from several threads at once; what it draws must come from `random`.
  public init(
    id: String? = nil, isFixed: Bool = false,
    _ body: @escaping @Sendable (_ image: inout TrainingImage, _ random: inout ImageRandom) -> Void
  ) {
    self.id = id.map { "CustomTransform(id: \($0))" }
    self.isFixed = isFixed
    self.body = body
  }

  public func apply(to image: inout TrainingImage, random: inout ImageRandom) { body(&image, &random) }
}
