internal import Foundation
public import Learning

/// What a run depends on, part by part, and the digest of all of it: the run's name in the store.
public struct RunKey: Hashable, Codable, Sendable {
  public var architecture: [String]
  /// SHA-256 over names, shapes and values.
  public var initialWeights: String
  public var trainingData: String
  public var validationData: String?
  public var optimizer: String
  public var loss: String
  public var batchSize: Int
  public var epochs: Int
  public var callbacks: [String]
  public var seed: UInt64
  public var numericsVersion: Int

  public init(_ recipe: TrainingRecipe) {
    architecture = recipe.architecture
    var weights = DigestBuilder()
    for named in recipe.initialWeights {
      weights.add(named.name)
      weights.add(UInt64(named.tensor.shape.count))
      for length in named.tensor.shape { weights.add(UInt64(length)) }
      weights.add(named.tensor.scalars)
    }
    initialWeights = weights.finalize()
    trainingData = recipe.trainingData
    validationData = recipe.validationData
    optimizer = recipe.optimizer
    loss = recipe.loss
    batchSize = recipe.batchSize
    epochs = recipe.epochs
    callbacks = recipe.callbacks
    seed = recipe.seed
    numericsVersion = recipe.numericsVersion
  }

  /// SHA-256 over all parts: equal for equal recipes only. Names of parts take part, so that a part added later can
  /// never be mistaken for another.
  public var digest: String {
    var builder = DigestBuilder()
    builder.add("cahier run \(RunStore.formatVersion)")
    func part(_ name: String, _ values: [String]) {
      builder.add(name)
      builder.add(values)
    }
    part("architecture", architecture)
    part("initialWeights", [initialWeights])
    part("trainingData", [trainingData])
    part("validationData", validationData.map { [$0] } ?? [])
    part("optimizer", [optimizer])
    part("loss", [loss])
    part("batchSize", ["\(batchSize)"])
    part("epochs", ["\(epochs)"])
    part("callbacks", callbacks)
    part("seed", ["\(seed)"])
    part("numericsVersion", ["\(numericsVersion)"])
    return builder.finalize()
  }
}
