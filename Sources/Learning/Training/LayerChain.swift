/// Layers lowered one after the other onto an input shape: the model without its weights.
struct LayerChain: Sendable {
  /// A layer in its place.
  struct Link: Sendable {
    let name: String
    let layer: any Layer
    let nodes: [OperationNode]
    let initializers: [String: Initializer]
    let outputShape: [Int]

    var parameters: [ParameterSpec] { nodes.flatMap(\.parameters) }
  }

  let inputShape: [Int]
  let links: [Link]

  /// - Parameter memory: the machine's, in bytes: a model whose weights need more is refused.
  init(input: [Int], layers: [any Layer], memory: Int = EngineInfo.memory) throws(ModelError) {
    guard input.count == 3, input.allSatisfy({ $0 >= 1 }) else { throw .invalidInput(input) }
    guard !layers.isEmpty else { throw .noLayers }
    var budget = MemoryBudget(memory: memory)
    try budget.check(output: input, of: "The input")
    var links: [Link] = []
    var uses: [String: Int] = [:]
    var shape = input
    for (place, layer) in layers.enumerated() {
      let baseName = type(of: layer).baseName
      let use = uses[baseName, default: 0]
      uses[baseName] = use + 1
      let name = use == 0 ? baseName : "\(baseName)_\(use)"

      let lowered = try layer.lower(onto: shape)
      if place < layers.count - 1, lowered.operations.contains(where: \.isSoftmax) {
        throw .softmaxInside(layer: layer.description)
      }
      var nodes: [OperationNode] = []
      for operation in lowered.operations {
        let node = OperationNode(name: name, operation: operation, inputShape: shape)
        try budget.add(node.parameters, of: layer.description, on: shape)
        try budget.check(output: node.outputShape, of: layer.description)
        nodes.append(node)
        shape = node.outputShape
      }
      links.append(
        Link(name: name, layer: layer, nodes: nodes, initializers: lowered.initializers, outputShape: shape))
    }
    inputShape = input
    self.links = links
  }

  var outputShape: [Int] { links[links.count - 1].outputShape }

  var nodes: [OperationNode] { links.flatMap(\.nodes) }

  /// About how many multiplications one image takes on its way through.
  var multiplicationsPerImage: Int {
    links.reduce(0) { $0 + Self.count($1.parameters) * $1.outputShape.dropLast().reduce(1, *) }
  }

  /// Whether the last layer gives the probabilities of classes.
  var endsInProbabilities: Bool {
    outputShape.count == 1 && (nodes.last?.operation.isSoftmax ?? false)
  }

  /// The weights before training: a function of the seed and of each layer's place.
  func initialWeights(seed: UInt64) -> [NamedTensor] {
    links.enumerated().flatMap { place, link in
      // A layer that is made of several draws for each weight after its first from a stream of its own.
      var drawn = 0
      return link.parameters.map { parameter in
        let stem = String(parameter.name.dropFirst(link.name.count + 1))
        let initializer = link.initializers[stem] ?? .zeros
        let stream = RandomStream(seed: seed, purpose: .initialWeights, index: place + drawn << 16)
        if case .glorotUniform = initializer { drawn += 1 }
        return NamedTensor(name: parameter.name, tensor: initializer.tensor(shape: parameter.shape, from: stream))
      }
    }
  }

  var summary: ModelSummary {
    ModelSummary(
      inputShape: inputShape,
      layers: links.map { link in
        LayerSummary(
          name: link.name, kind: type(of: link.layer).kind, title: link.layer.title, detail: link.layer.detail,
          outputShape: link.outputShape, parameterCount: Self.count(link.parameters),
          multiplyAdds: link.nodes.reduce(0) { $0 + $1.multiplyAdds })
      },
      trainableParameterCount: Self.count(links.flatMap(\.parameters).filter(\.isTrainable)))
  }

  private static func count(_ parameters: [ParameterSpec]) -> Int {
    parameters.reduce(0) { $0 + $1.shape.reduce(1, *) }
  }
}

extension Operation {
  fileprivate var isSoftmax: Bool {
    (self as? ActivationOperation)?.function == .softmax
  }
}
