internal import Foundation
public import Learning

/// What a run depends on, part by part, and the digest of all of it: the run's name in the store.
///
/// How many epochs were asked for is no part of it: a longer training begins as a shorter one does.
public struct RunKey: Hashable, Codable, Sendable {
  /// Raised when the parts change, so that no earlier digest can mean something else.
  static let version = 2

  public var architecture: [String]
  /// SHA-256 over names, shapes and values.
  public var initialWeights: String
  public var trainingData: String
  /// `nil` where images are trained on as they are, as in keys that were written before there was augmentation.
  public var augmentation: [String]?
  public var validationData: String?
  public var optimizer: String
  /// This and the class weights are `nil` where they are not used, as in keys from before there were any.
  public var schedule: String?
  public var loss: String
  public var classWeights: [Double]?
  public var batchSize: Int
  public var callbacks: [String]
  public var seed: UInt64
  public var numericsVersion: Int

  public init(_ recipe: TrainingRecipe) {
    architecture = recipe.architecture
    initialWeights = Digest.of(recipe.initialWeights)
    trainingData = recipe.trainingData
    augmentation = recipe.augmentation.isEmpty ? nil : recipe.augmentation
    validationData = recipe.validationData
    optimizer = recipe.optimizer
    schedule = recipe.schedule
    loss = recipe.loss
    classWeights = recipe.classWeights
    batchSize = recipe.batchSize
    callbacks = recipe.callbacks
    seed = recipe.seed
    numericsVersion = recipe.numericsVersion
  }

  /// SHA-256 over all parts: equal for equal recipes only. Names of parts take part, so that a part added later can
  /// never be mistaken for another.
  public var digest: String {
    var builder = DigestBuilder()
    builder.add("cahier run \(Self.version)")
    func part(_ name: String, _ values: [String]) {
      builder.add(name)
      builder.add(values)
    }
    part("architecture", architecture)
    part("initialWeights", [initialWeights])
    part("trainingData", [trainingData])
    // A part of its own only where it is used: the keys of other runs remain what they were.
    if let augmentation { part("augmentation", augmentation) }
    part("validationData", validationData.map { [$0] } ?? [])
    part("optimizer", [optimizer])
    if let schedule { part("schedule", [schedule]) }
    part("loss", [loss])
    if let classWeights { part("classWeights", classWeights.map { "\($0)" }) }
    part("batchSize", ["\(batchSize)"])
    part("callbacks", callbacks)
    part("seed", ["\(seed)"])
    part("numericsVersion", ["\(numericsVersion)"])
    return builder.finalize()
  }

  /// The run's name in the store: the first 16 digits of its digest.
  public var name: String { Self.name(ofDigest: digest) }

  static func name(ofDigest digest: String) -> String { String(digest.prefix(16)) }
}
