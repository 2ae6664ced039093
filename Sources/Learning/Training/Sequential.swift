/// A chain of layers that turns an image into a row of numbers, and learns to.
///
/// Shapes are checked once, when the model is built. Equal layers and an equal seed give equal weights.
///
/// ```swift
/// let model = try Sequential(input: [32, 32, 3], seed: 7) {
///   Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu)
///   MaxPooling2D(2)
///   Flatten()
///   Dense(10, activation: .softmax)
/// }
/// try await model.fit(data.train, validation: data.test, epochs: 5)
/// ```
///
/// A model is used from one task at a time.
public final class Sequential {
  /// `[height, width, channels]`.
  public let inputShape: [Int]
  public let layers: [any Layer]
  /// Draws initial weights, shuffles, augmentation and dropout masks.
  public let seed: UInt64
  /// Each layer's unique name, such as `conv2d_1`.
  public let layerNames: [String]

  /// What the engine is to run on.
  package var engine = EngineChoice()

  /// What every image went through where the model was trained last, such as `Normalize`; `nil` before that.
  var fixedTransforms: [String]?

  let chain: LayerChain
  private var tensors: [NamedTensor]
  /// Compiled for the batch size used last, holding `tensors`.
  private var compiled: CompiledModel?

  /// Builds a model of the layers listed in braces.
  ///
  /// - Parameter input: `[height, width, channels]` of the images.
  /// - Throws: `ModelError` where an argument or a shape does not fit, or the weights need more memory than there is.
  public convenience init(input: [Int], seed: Int = 0, @LayerBuilder layers: () throws -> [any Layer]) throws {
    try self.init(input: input, seed: seed, layers: layers())
  }

  /// Builds a model of an array of layers.
  ///
  /// - Parameter input: `[height, width, channels]` of the images.
  /// - Throws: `ModelError` where an argument or a shape does not fit, or the weights need more memory than there is.
  public init(input: [Int], seed: Int = 0, layers: [any Layer]) throws(ModelError) {
    chain = try LayerChain(input: input, layers: layers)
    inputShape = input
    self.layers = layers
    self.seed = UInt64(bitPattern: Int64(seed))
    layerNames = chain.links.map(\.name)
    tensors = chain.initialWeights(seed: self.seed)
  }

  /// `[height, width, channels]` or `[units]`.
  public var outputShape: [Int] { chain.outputShape }

  /// The layers with their shapes and sizes.
  public var summary: ModelSummary { chain.summary }

  /// Every tensor that the model holds, in the order of the layers and in Keras's layouts: `conv2d/kernel` is
  /// `[kernel height, kernel width, channels, filters]`, `dense/kernel` `[inputs, units]`.
  public var weights: [NamedTensor] { tensors }

  /// Replaces all weights.
  ///
  /// - Parameter weights: each tensor of `self.weights` once, in any order.
  /// - Throws: `ModelError` for a name or a shape that is not the model's.
  public func setWeights(_ weights: [NamedTensor]) throws(ModelError) {
    tensors = try ordered(weights)
    compiled?.setWeights(tensors)
  }

  /// The same weights in the model's order; throws where they are not the model's.
  func ordered(_ weights: [NamedTensor]) throws(ModelError) -> [NamedTensor] {
    var given: [String: Tensor] = [:]
    for weight in weights {
      guard let own = tensors.first(where: { $0.name == weight.name }) else {
        throw .unknownWeight(name: weight.name, known: tensors.map(\.name))
      }
      guard given[weight.name] == nil else { throw .duplicateWeight(name: weight.name) }
      guard own.tensor.shape == weight.tensor.shape else {
        throw .wrongWeightShape(name: weight.name, shape: weight.tensor.shape, expected: own.tensor.shape)
      }
      given[weight.name] = weight.tensor
    }
    var ordered = tensors
    for place in ordered.indices {
      guard let tensor = given[ordered[place].name] else { throw .missingWeight(name: ordered[place].name) }
      ordered[place].tensor = tensor
    }
    return ordered
  }

  /// The model compiled to look at up to `batchSize` images at a time, with its present weights.
  func compiledModel(batchSize: Int) -> CompiledModel {
    if let compiled, compiled.batchSize == batchSize { return compiled }
    let fresh = compile(batchSize: batchSize)
    compiled = fresh
    return fresh
  }

  /// The model compiled anew, with its present weights and an optimizer memory of zeros.
  func compile(batchSize: Int) -> CompiledModel {
    let fresh = CompiledModel(
      nodes: chain.nodes, batchSize: batchSize, threads: engine.threads, instructionSet: engine.instructionSet,
      algorithm: engine.usesWinograd ? .automatic : .direct)
    fresh.setWeights(tensors)
    return fresh
  }

  /// Takes weights, and where a compiled model holds them, keeps that for later use.
  func adopt(_ trained: CompiledModel?, weights: [NamedTensor]) {
    tensors = weights
    compiled = trained
  }
}

/// How a model computes. Threads and instructions leave every bit of a result as it is, the algorithm does not.
package struct EngineChoice: Hashable, Sendable {
  package var threads = EngineInfo.threads
  package var instructionSet = EngineInfo.instructionSet
  /// Whether convolutions that suit it go through Winograd's transform.
  package var usesWinograd = true

  package init() {}
}
