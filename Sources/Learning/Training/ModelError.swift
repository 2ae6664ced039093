/// Why a model cannot be built, trained or asked; the wording stands in `ModelError+Description.swift`.
public enum ModelError: Error, Hashable, Sendable {
  // Building
  case noLayers
  /// The input shape is not `[height, width, channels]` with positive lengths.
  case invalidInput([Int])
  /// An argument of a layer is outside what the layer allows; `requirement` completes "… must be".
  case invalidArgument(layer: String, argument: String, value: String, requirement: String)
  case needsFlatInput(layer: String, input: [Int])
  case needsImageInput(layer: String, input: [Int])
  /// A window without padding is larger than the image it slides over.
  case windowTooLarge(layer: String, window: [Int], input: [Int])
  /// Softmax stands before the last layer.
  case softmaxInside(layer: String)
  /// `layer` is the first whose weights, with those of the layers before it, need more memory than the machine has.
  case tooManyWeights(layer: String, input: [Int], count: Double, totalBytes: Double, memory: Int)
  /// What leaves a layer needs more memory than the machine has, for one image.
  case outputTooLarge(layer: String, shape: [Int], bytes: Double, memory: Int)

  // Weights and layers
  case unknownLayer(name: String, known: [String])
  case unknownWeight(name: String, known: [String])
  case missingWeight(name: String)
  case duplicateWeight(name: String)
  case wrongWeightShape(name: String, shape: [Int], expected: [Int])
  /// Mismatches were to be skipped, but everything is one.
  case nothingFits(given: [String], known: [String])
  /// One of the above, with the file that the weights come from.
  case wrongWeights(source: String, reason: String)

  // Training, evaluating, predicting
  case notProbabilities(layer: String)
  case emptyData(DataRole)
  case wrongImageShape(DataRole, shape: [Int], expected: [Int])
  case wrongClassCount(DataRole, classes: Int, outputs: Int)
  case labelOutOfRange(DataRole, index: Int, label: Int, classes: Int)
  /// Training data went through fixed transforms such as `Normalize`, and this data did not, or through others.
  case otherFixedTransforms(DataRole, has: [String], expected: [String])
  case invalidBatchSize(Int)
  case invalidEpochs(Int)
  /// A setting of an optimizer, a callback or a transform; `requirement` completes "… must be".
  case invalidSetting(of: String, setting: String, value: String, requirement: String)
  case monitorNeedsValidation(monitor: String)
  /// The loss became infinite or not a number; `epoch` and `batch` are 1-based.
  case lossNotFinite(epoch: Int, batch: Int, loss: String, origin: NotFiniteOrigin)
  /// The update after a batch whose loss was finite made weights infinite or not numbers; `epoch` and `batch` are
  /// 1-based, `layer` is the first one that has such weights, as written in code.
  case weightsNotFinite(epoch: Int, batch: Int, of: String, layer: String)
  /// A stored state does not fit the model it was stored for.
  case unusableState(reason: String)

  /// Where, going forward, the first value stands that is not finite.
  public enum NotFiniteOrigin: Hashable, Sendable {
    /// An image of the training data, by its place.
    case image(Int)
    /// A layer's output; `layer` is as written in code. Where its trainable weights are not finite either, an
    /// earlier step of the optimizer made them so.
    case output(of: String, layer: String, weightsAreFinite: Bool)
  }

  /// Which of the data sets handed to a model an error speaks of.
  public enum DataRole: String, Hashable, Sendable { case training, validation, evaluation, prediction }
}
