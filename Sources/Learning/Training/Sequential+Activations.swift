extension Sequential {
  /// What leaves one layer for each image: the feature maps of a convolution, the values of a dense layer.
  ///
  /// - Parameters:
  ///   - layer: its name, such as `conv2d_1`; see `layerNames`.
  ///   - batchSize: how many images are computed at a time; the result does not depend on it.
  /// - Returns: `[images] + the layer's output shape`, after the layer's activation function.
  /// - Throws: `ModelError` where the model has no such layer or the images do not fit.
  public func activations(
    of layer: String, for data: some LabeledImages, batchSize: Int = 64
  ) throws(ModelError) -> Tensor {
    guard batchSize >= 1 else { throw .invalidBatchSize(batchSize) }
    guard let place = layerNames.firstIndex(of: layer) else { throw .unknownLayer(name: layer, known: layerNames) }
    guard data.imageShape == inputShape else {
      throw .wrongImageShape(.prediction, shape: data.imageShape, expected: inputShape)
    }
    let links = chain.links[...place]
    let shape = [data.count] + links[place].outputShape
    let nodes = links.flatMap(\.nodes)
    guard data.count > 0, !nodes.isEmpty else { return Tensor(shape: shape, repeating: 0) }
    let names = Set(links.flatMap(\.parameters).map(\.name))
    // Everything up to the layer, compiled as a model of its own.
    let part = CompiledModel(
      nodes: nodes, batchSize: min(batchSize, data.count), threads: engine.threads,
      instructionSet: engine.instructionSet, algorithm: engine.usesWinograd ? .automatic : .direct)
    part.setWeights(weights.filter { names.contains($0.name) })
    let size = links[place].outputShape.reduce(1, *)
    let indices = Array(0..<data.count)
    let scalars = [Float](unsafeUninitializedCapacity: data.count * size) { scalars, initialized in
      for start in stride(from: 0, to: data.count, by: part.batchSize) {
        let batch = indices[start..<min(start + part.batchSize, data.count)]
        part.forward(data: data, indices: batch, into: scalars.baseAddress! + start * size)
      }
      initialized = data.count * size
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}
