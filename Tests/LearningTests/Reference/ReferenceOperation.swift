/// One step of a net written as its formula says, without regard to speed: what the engine is compared with.
///
/// `forward` keeps what `backward` needs; `backward` takes the gradient of the output, leaves those of the parameters in
/// `gradients` and returns that of the input.
protocol ReferenceOperation<Scalar> {
  associatedtype Scalar: BinaryFloatingPoint

  /// Flat, in the order of the layer's weights.
  var parameters: [[Scalar]] { get set }
  /// One for each parameter; empty for those that are not trained.
  var gradients: [[Scalar]] { get }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar>
  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar>
}

extension ReferenceOperation {
  var parameters: [[Scalar]] {
    get { [] }
    set {}
  }
  var gradients: [[Scalar]] { [] }
}

/// Whether a forward pass trains, and which images it sees.
enum ReferencePass {
  case inference
  /// `images` are places in the data.
  case training(seed: UInt64, epoch: Int, images: [Int])

  var isTraining: Bool {
    if case .training = self { true } else { false }
  }
}
