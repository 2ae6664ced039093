/// Every value that a model's predictions depend on: the same recipe gives the same probabilities, bit for bit.
public struct PredictionRecipe: Sendable {
  /// The layers and their options, in one canonical line a layer, after the input's shape.
  public var architecture: [String]
  public var weights: [NamedTensor]
  /// `LabeledImages.fingerprint` of the images.
  public var data: String
  /// Raised whenever the engine's arithmetic changes.
  public var numericsVersion: Int

  public init(architecture: [String], weights: [NamedTensor], data: String, numericsVersion: Int) {
    self.architecture = architecture
    self.weights = weights
    self.data = data
    self.numericsVersion = numericsVersion
  }
}

/// Where `evaluate` and `predict` look for what they computed before.
///
/// As with `TrainingStore`, `Learning` writes no files. A store never fails: what it cannot keep or read back is
/// computed.
public protocol PredictionStore: Sendable {
  /// The probabilities kept under `recipe`, `[images, classes]`; `nil` where there are none.
  func probabilities(of recipe: PredictionRecipe) -> Tensor?

  /// Keeps what was computed.
  func keep(_ probabilities: Tensor, of recipe: PredictionRecipe)
}
