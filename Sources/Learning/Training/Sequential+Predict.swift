extension Sequential {
  /// Looks at every image and says how probable each class is.
  ///
  /// - Parameter batchSize: how many images are computed at a time; the result does not depend on it.
  /// - Throws: `ModelError` where the data does not fit the model.
  public func predict(_ data: some LabeledImages, batchSize: Int = 256) throws(ModelError) -> Predictions {
    try check(data, as: .prediction, batchSize: batchSize)
    if let fixedTransforms { try data.check(hasFixed: fixedTransforms, as: .prediction) }
    return predictions(for: data, batchSize: batchSize, store: TrainingEnvironment.predictions)
  }

  /// Measures loss and accuracy on a set of images.
  ///
  /// - Parameter batchSize: how many images are computed at a time; the result does not depend on it.
  /// - Throws: `ModelError` where the data does not fit the model.
  public func evaluate(_ data: some LabeledImages, batchSize: Int = 256) throws(ModelError) -> Evaluation {
    try check(data, as: .evaluation, batchSize: batchSize)
    if let fixedTransforms { try data.check(hasFixed: fixedTransforms, as: .evaluation) }
    let evaluation = Evaluation(
      of: predictions(for: data, batchSize: batchSize, store: TrainingEnvironment.predictions))
    TrainingEnvironment.evaluated?(evaluation, data)
    return evaluation
  }

  /// Checks what `fit`, `evaluate` and `predict` have in common.
  func check(_ data: any LabeledImages, as role: ModelError.DataRole, batchSize: Int) throws(ModelError) {
    guard batchSize >= 1 else { throw .invalidBatchSize(batchSize) }
    guard chain.endsInProbabilities else { throw .notProbabilities(layer: layers[layers.count - 1].description) }
    guard data.count > 0 else { throw .emptyData(role) }
    guard data.imageShape == inputShape else {
      throw .wrongImageShape(role, shape: data.imageShape, expected: inputShape)
    }
    try data.augmentation?.check(imageShape: data.imageShape)
    let classes = outputShape[0]
    guard data.classNames.count == classes else {
      throw .wrongClassCount(role, classes: data.classNames.count, outputs: classes)
    }
    for index in 0..<data.count where !(0..<classes).contains(data.label(at: index)) {
      throw .labelOutOfRange(role, index: index, label: data.label(at: index), classes: classes)
    }
  }

  /// Multiplications below which looking the answer up costs about as much as computing it: some milliseconds' worth.
  private static let cheapWork = 200_000_000

  /// Takes the probabilities out of `store` where it has them, and leaves them there where they cost something.
  func predictions(for data: any LabeledImages, batchSize: Int, store: (any PredictionStore)?) -> Predictions {
    // Room for images that are not there would only cost memory.
    let batchSize = min(batchSize, data.count)
    // Without Winograd's transform the bits are others; only measurements and tests do without.
    guard let store, let fingerprint = data.evaluationFingerprint, engine.usesWinograd,
      data.count * chain.multiplicationsPerImage >= Self.cheapWork
    else {
      return predictions(for: data, by: compiledModel(batchSize: batchSize))
    }
    let recipe = PredictionRecipe(
      architecture: architecture, weights: weights, data: fingerprint,
      numericsVersion: TrainingRecipe.currentNumericsVersion)
    if let kept = store.probabilities(of: recipe), kept.shape == [data.count, outputShape[0]] {
      return Predictions(probabilities: kept, of: data)
    }
    let predictions = predictions(for: data, by: compiledModel(batchSize: batchSize))
    store.keep(predictions.probabilities, of: recipe)
    return predictions
  }

  func predictions(for data: any LabeledImages, by compiled: CompiledModel) -> Predictions {
    let indices = Array(0..<data.count)
    let classes = outputShape[0]
    let imagesAtATime = compiled.imagesAtATime
    let probabilities = [Float](unsafeUninitializedCapacity: data.count * classes) { scalars, initialized in
      for start in stride(from: 0, to: data.count, by: imagesAtATime) {
        let batch = indices[start..<min(start + imagesAtATime, data.count)]
        compiled.forward(data: data, indices: batch, into: scalars.baseAddress! + start * classes)
      }
      initialized = data.count * classes
    }
    return Predictions(probabilities: Tensor(shape: [data.count, classes], scalars: probabilities), of: data)
  }
}

extension Predictions {
  fileprivate init(probabilities: Tensor, of data: any LabeledImages) {
    self.init(
      probabilities: probabilities, labels: (0..<data.count).map { data.label(at: $0) }, classNames: data.classNames)
  }
}

extension LabeledImages {
  /// Throws where a model that takes some fixed transforms for granted is shown images without them, or with others.
  func check(hasFixed expected: [String], as role: ModelError.DataRole) throws(ModelError) {
    guard fixedTransforms != expected else { return }
    throw .otherFixedTransforms(role, has: fixedTransforms, expected: expected)
  }
}
