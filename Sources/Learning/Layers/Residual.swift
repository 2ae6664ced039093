/// Adds what some layers make of an image to the image itself.
///
/// The layers then need learn only what is to be changed, and gradients find a short way back. Where they change the
/// shape, the image goes through a 1x1 convolution without bias, with strides where they shrink it. He et al., "Deep
/// residual learning for image recognition", 2016. An activation after the sum is a layer of its own.
///
/// - Input shape: `[height, width, channels]`.
/// - Output shape: the last layer's.
/// - Errors: a `ModelError` where a layer does not fit, or the output is flat or no whole fraction of the input's size.
///
/// ```swift
/// Residual {
///   Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .relu)
///   Conv2D(filters: 32, kernelSize: 3, padding: .same)
/// }
/// Activation(.relu)
/// ```
public struct Residual: Layer {
  public static let baseName = "residual"
  public static let kind = LayerSummary.Kind.convolution

  let layers: [any Layer]

  public init(@LayerBuilder layers: () -> [any Layer]) {
    self.layers = layers()
  }

  public var arguments: [LayerArgument] { layers.map { LayerArgument(nil, $0.canonicalLine) } }

  public var detail: String { "input + \(layers.map(\.title).joined(separator: ", "))" }

  public func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer {
    guard input.count == 3 else { throw .needsImageInput(layer: "Residual", input: input) }
    let chain = try LayerChain(input: input, layers: layers)
    guard !chain.nodes.contains(where: { ($0.operation as? ActivationOperation)?.function == .softmax }) else {
      throw .softmaxInside(layer: chain.links[chain.links.count - 1].layer.description)
    }
    let output = chain.outputShape
    try check("layers", output, output.count == 3, "layers that give an image, [height, width, channels]")
    let strides = [(input[0] + output[0] - 1) / output[0], (input[1] + output[1] - 1) / output[1]]
    let shrunk = zip(input, strides).map { ($0 + $1 - 1) / $1 }
    try check(
      "layers", output, shrunk == Array(output.prefix(2)),
      "layers whose output is as large as the input, or smaller by a whole factor")
    var initializers: [String: Initializer] = [:]
    for link in chain.links {
      for (name, initializer) in link.initializers { initializers["\(link.name)/\(name)"] = initializer }
    }
    var projection: ConvolutionOperation?
    if output != input {
      projection = ConvolutionOperation(
        filters: output[2],
        window: SlidingWindow(
          size: [1, 1], strides: strides, paddingBefore: [0, 0], outputSize: Array(output.prefix(2))),
        hasBias: false)
      initializers["projection/kernel"] = .glorotUniform
    }
    return LoweredLayer(
      [ResidualOperation(branch: chain.nodes, projection: projection)], initializers: initializers)
  }
}
