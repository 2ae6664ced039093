/// What a training was of and what came out of it, as data: a report's header and footer are made of it.
///
/// The same notebook, data and seed give the same facts.
public struct TrainingFacts: Hashable, Codable, Sendable {
  /// The training data's own name, such as `CIFAR-10 training images`; empty where it has none.
  public var data: String
  /// Who made the data and what may be done with it; `nil` where nobody said.
  public var licence: String?
  public var trainingImages: Int
  public var validationImages: Int?
  /// The layers in words: `3 Conv2D, 2 Dense`.
  public var net: String
  public var parameterCount: Int
  public var seed: UInt64
  /// The epoch whose weights the model has in the end, and what was measured then; `nil` where nothing was.
  public var keptEpoch: Int?
  /// Share of images, 0...1.
  public var accuracy: Double?
  public var validationAccuracy: Double?
  /// SHA-256 in hexadecimal.
  public var trainingDigest: String
  public var validationDigest: String?
  public var weightsDigest: String?

  public init(
    data: String, licence: String? = nil, trainingImages: Int, validationImages: Int?, net: String,
    parameterCount: Int, seed: UInt64, keptEpoch: Int?, accuracy: Double?, validationAccuracy: Double?,
    trainingDigest: String, validationDigest: String?, weightsDigest: String?
  ) {
    self.data = data
    self.licence = licence
    self.trainingImages = trainingImages
    self.validationImages = validationImages
    self.net = net
    self.parameterCount = parameterCount
    self.seed = seed
    self.keptEpoch = keptEpoch
    self.accuracy = accuracy
    self.validationAccuracy = validationAccuracy
    self.trainingDigest = trainingDigest
    self.validationDigest = validationDigest
    self.weightsDigest = weightsDigest
  }
}

/// What `evaluate` measured: a report's header quotes the last one.
public struct EvaluationNote: Hashable, Codable, Sendable {
  /// The data's own name; empty where it has none.
  public var data: String
  public var images: Int
  /// Share of images, 0...1.
  public var accuracy: Double
  /// Mean cross-entropy.
  public var loss: Double

  public init(data: String, images: Int, accuracy: Double, loss: Double) {
    self.data = data
    self.images = images
    self.accuracy = accuracy
    self.loss = loss
  }
}
