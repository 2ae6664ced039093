/// Every value that the result of one `fit` depends on: the same recipe gives the same weights, bit for bit.
///
/// The run store digests it into a key; the parts stay readable so that it can say which one changed.
public struct TrainingRecipe: Sendable {
  /// The layers and their options, in one canonical line a layer.
  public var architecture: [String]
  public var initialWeights: [NamedTensor]
  /// `LabeledImages.fingerprint` of the training data.
  public var trainingData: String
  /// What training does to each image, one line a transform.
  public var augmentation: [String]
  public var validationData: String?
  /// The optimizer with all its settings, such as `adam(learningRate: 0.001, beta1: 0.9, …)`.
  public var optimizer: String
  /// How the learning rate changes, such as `cosineDecay(epochs: 30, …)`; `nil` where only the optimizer says it.
  public var schedule: String?
  public var loss: String
  /// One a class; `nil` where all count the same.
  public var classWeights: [Double]?
  public var batchSize: Int
  /// How many are asked for. A schedule that depends on it says so in its own description: otherwise an epoch is the
  /// same in a long run and in a short one, and the store goes on from the one to the other.
  public var epochs: Int
  public var callbacks: [String]
  /// Why the recipe does not tell everything the result depends on, as a sentence: the run is not kept then.
  public var reasonAgainstKeeping: String?
  /// The model's seed: it draws shuffles, augmentation and dropout masks.
  public var seed: UInt64
  /// Raised whenever the engine's arithmetic changes.
  public var numericsVersion: Int

  public init(
    architecture: [String], initialWeights: [NamedTensor], trainingData: String, augmentation: [String] = [],
    validationData: String?, optimizer: String, schedule: String? = nil, loss: String, classWeights: [Double]? = nil,
    batchSize: Int, epochs: Int, callbacks: [String],
    reasonAgainstKeeping: String? = nil, seed: UInt64, numericsVersion: Int
  ) {
    self.architecture = architecture
    self.initialWeights = initialWeights
    self.trainingData = trainingData
    self.augmentation = augmentation
    self.validationData = validationData
    self.optimizer = optimizer
    self.schedule = schedule
    self.loss = loss
    self.classWeights = classWeights
    self.batchSize = batchSize
    self.epochs = epochs
    self.callbacks = callbacks
    self.reasonAgainstKeeping = reasonAgainstKeeping
    self.seed = seed
    self.numericsVersion = numericsVersion
  }
}
