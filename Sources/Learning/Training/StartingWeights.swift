/// Weights from elsewhere that a `fit` starts from: another model's, or a file's (`.file("m.safetensors")` in a notebook).
///
/// ```swift
/// let base = try Sequential(input: [32, 32, 3]) { …; Dense(100, activation: .softmax) }
/// try await base.fit(cifar100, epochs: 20)
/// let model = try Sequential(input: [32, 32, 3]) { …; Dense(10, activation: .softmax) }
/// try await model.fit(cifar10, from: .model(base, skipMismatch: true), epochs: 5)     // all but the last layer
/// ```
public struct StartingWeights: Sendable {
  /// Named as the model's own: `conv2d/kernel`.
  public var weights: [NamedTensor]
  /// Whether weights whose name or shape is not the model's are left out, and weights that are missing keep their own
  /// initial values: for a model with another last layer.
  public var skipMismatch: Bool
  /// Where they come from, such as a file's path: errors begin with it.
  public var source: String?

  public init(weights: [NamedTensor], skipMismatch: Bool = false, source: String? = nil) {
    self.weights = weights
    self.skipMismatch = skipMismatch
    self.source = source
  }

  /// The weights that `model` has now.
  public static func model(_ model: Sequential, skipMismatch: Bool = false) -> StartingWeights {
    StartingWeights(weights: model.weights, skipMismatch: skipMismatch)
  }
}

extension Sequential {
  /// Replaces weights by those given.
  ///
  /// - Throws: `ModelError` for a name or a shape that is not the model's and for weights that are missing, unless
  ///   `skipMismatch` says to leave these alone; also then where nothing fits at all.
  public func setWeights(_ start: StartingWeights) throws(ModelError) {
    do {
      try setWeights(start.skipMismatch ? fitting(start.weights) : start.weights)
    } catch {
      guard let source = start.source else { throw error }
      throw .wrongWeights(source: source, reason: "\(error)")
    }
  }

  /// The model's own weights, those replaced for which `weights` has others.
  private func fitting(_ weights: [NamedTensor]) throws(ModelError) -> [NamedTensor] {
    var own = self.weights
    var taken = 0
    for place in own.indices {
      let name = own[place].name
      guard let given = weights.first(where: { $0.name == name }), given.tensor.shape == own[place].tensor.shape
      else { continue }
      own[place] = given
      taken += 1
    }
    guard taken > 0 else { throw .nothingFits(given: weights.map(\.name), known: own.map(\.name)) }
    return own
  }
}
