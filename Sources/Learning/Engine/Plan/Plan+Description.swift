extension Plan {
  /// The plan in words, a line a fact: how a batch is cut, what each step reads and writes, how many phases there are.
  var lines: [String] {
    let micro = "\(shape.microBatches) micro-batches of \(shape.microBatchSize) images"
    var lines = ["\(micro), \(shape.shards) shards of \(shape.shardSize) micro-batches, chunks of \(shape.chunkSize)"]
    for step in steps {
      lines.append("\(step.name): \(step.input.text) -> \(step.output.text)")
    }
    lines.append(
      "\(inference.count) phases to predict, \(gradients.count + update.count + refresh.count) to train")
    return lines
  }
}

extension Step {
  /// Such as `Winograd`.
  fileprivate var name: String {
    let name = String(describing: type(of: self))
    return name.hasSuffix("Step") ? String(name.dropLast("Step".count)) : name
  }
}

extension FeatureMap {
  fileprivate var text: String {
    let place =
      switch layout {
      case .microBatches: "micro-batches"
      case .wholeBatch: "whole batch"
      case .firstLayer: "first layer"
      }
    let gradient =
      switch (needsGradient, gradientLifetime) {
      case (false, _): "no gradient"
      case (true, .batch): "gradient kept for the batch"
      case (true, .chunk): "gradient a chunk"
      case (true, .microBatch): "gradient a micro-batch"
      }
    return "[\(height), \(width), \(channels)] (\(place), \(microBatchStride) floats a micro-batch, \(gradient))"
  }
}

extension Sequential {
  /// How the engine would train the model, for developers and `cahier-bench plan`.
  package func planLines(batchSize: Int) -> [String] { compile(batchSize: batchSize).planLines }
}
