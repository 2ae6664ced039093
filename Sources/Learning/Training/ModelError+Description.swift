extension ModelError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noLayers:
      "A model needs at least one layer, such as Flatten() and Dense(10, activation: .softmax)."
    case .invalidInput(let shape):
      "input must be [height, width, channels], each at least 1, got \(shape)."
    case .invalidArgument(let layer, let argument, let value, let requirement):
      "\(layer): \(argument) must be \(requirement), got \(value)."
    case .needsFlatInput(let layer, let input):
      "\(layer) needs a flat input, got \(input). Add Flatten() before it."
    case .needsImageInput(let layer, let input):
      "\(layer) needs an input of [height, width, channels], got \(input). Put it before Flatten()."
    case .windowTooLarge(let layer, let window, let input):
      "\(layer) slides a \(window[0])x\(window[1]) window over \(input), which is smaller. "
        + "Take a smaller window, padding: .same, or fewer layers that shrink the image before it."
    case .softmaxInside(let layer):
      "\(layer) uses softmax, but other layers follow. Only a model's last layer gives probabilities; take .relu here."
    case .tooManyWeights(let layer, let input, let count, let bytes, let memory):
      "\(layer) has \(Int(exactly: count).map(Rounding.grouped) ?? "\(count)") weights on an input of \(input). "
        + "Up to there the model's weights need \(Self.gigabytes(bytes)), and this machine's memory is "
        + "\(Self.gigabytes(Double(memory))). Shrink what reaches the layer, such as by pooling before Flatten(), "
        + "or give it fewer units or filters."
    case .outputTooLarge(let layer, let shape, let bytes, let memory):
      "\(layer) gives \(shape) for each image, which needs \(Self.gigabytes(bytes)), and this machine's memory is "
        + "\(Self.gigabytes(Double(memory))). Take smaller images, pooling or strides before it, or fewer filters."

    case .unknownLayer(let name, let known):
      "The model has no layer named \(name). It has \(known.joined(separator: ", "))."
    case .unknownWeight(let name, let known):
      "The model has no weight named \(name). It has \(known.joined(separator: ", "))."
    case .missingWeight(let name):
      "The weight \(name) is missing. Give every weight of the model."
    case .duplicateWeight(let name):
      "The weight \(name) is given twice."
    case .wrongWeightShape(let name, let shape, let expected):
      "The weight \(name) has the shape \(shape), but the model's is \(expected)."
    case .nothingFits(let given, let known):
      "None of the weights \(given.joined(separator: ", ")) has the name and shape of one of the model's, "
        + "\(known.joined(separator: ", "))."
    case .wrongWeights(let source, let reason):
      "\(source): \(reason)"

    case .notProbabilities(let layer):
      "Cross-entropy needs probabilities, but the model ends with \(layer). "
        + "Let it end with a flat softmax, such as Dense(10, activation: .softmax)."
    case .emptyData(let role):
      "The \(role) data holds no images."
    case .wrongImageShape(let role, let shape, let expected):
      "The model takes images of \(expected), but the \(role) data holds images of \(shape). "
        + "Build it with Sequential(input: \(shape))."
    case .wrongClassCount(let role, let classes, let outputs):
      "The model tells \(outputs) classes apart, but the \(role) data has \(classes). "
        + "Let its last layer be Dense(\(classes), activation: .softmax)."
    case .labelOutOfRange(let role, let index, let label, let classes):
      "Image \(index) of the \(role) data has the label \(label), but labels must be 0..<\(classes)."
    case .otherFixedTransforms(let role, let has, let expected):
      "The training data went through \(Self.list(expected)), the \(role) data through \(Self.list(has)). "
        + "Give the \(role) data .augmented { … } with the same Normalize."
    case .invalidBatchSize(let size):
      "batchSize must be at least 1, got \(size)."
    case .invalidEpochs(let epochs):
      "epochs must be from 0 to \(Rounding.grouped(Sequential.mostEpochs)), got \(epochs)."
    case .invalidSetting(let owner, let setting, let value, let requirement):
      "\(owner): \(setting) must be \(requirement), got \(value)."
    case .monitorNeedsValidation(let monitor):
      "Early stopping monitors \(monitor), which needs validation data. "
        + "Give fit(…, validation:) or monitor: .loss."
    case .lossNotFinite(let epoch, let batch, let loss, let origin):
      "The loss became \(loss) in epoch \(epoch), batch \(batch). \(origin)"
    case .weightsNotFinite(let epoch, let batch, let name, let layer):
      "The weights of \(name), \(layer), are not finite after epoch \(epoch), batch \(batch). "
        + "Lower the optimizer's learning rate, or scale the data to 0...1."
    case .unusableState(let reason):
      "The stored training state does not fit this model: \(reason). Delete the stored run to train afresh."
    }
  }
}

extension ModelError {
  private static func list(_ transforms: [String]) -> String {
    transforms.isEmpty ? "no fixed transform" : transforms.joined(separator: ", ")
  }

  private static func gigabytes(_ bytes: Double) -> String { Rounding.decimals(bytes / 1e9, 1) + " GB" }
}

extension ModelError.NotFiniteOrigin: CustomStringConvertible {
  public var description: String {
    switch self {
    case .image(let index):
      "Image \(index) of the training data holds a value that is not finite: mend it or leave it out."
    case .output(let name, let layer, true):
      "The first layer whose output is not finite is \(name), \(layer). "
        + "Lower the optimizer's learning rate, or scale the data to 0...1."
    case .output(let name, let layer, false):
      "The first layer whose output is not finite is \(name), \(layer): its weights are not finite either since the "
        + "step before. Lower the optimizer's learning rate."
    }
  }
}
