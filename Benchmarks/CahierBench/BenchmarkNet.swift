import ArgumentParser
import Learning

/// The nets that are raced: those of the published tutorials that Cahier's notebooks reproduce, with their batch sizes.
enum BenchmarkNet: String, CaseIterable, ExpressibleByArgument {
  case simple
  case simpleDropout = "simple-dropout"
  case vgg
  case dropout

  var batchSize: Int {
    switch self {
    case .simple, .simpleDropout: 256
    case .vgg: 128
    case .dropout: 32
    }
  }

  var optimizer: Optimizer {
    self == .vgg ? .adam(learningRate: 1e-4, decay: 1e-6) : .adam()
  }

  /// For images of `[32, 32, 3]` and ten classes.
  func model(seed: Int) throws -> Sequential {
    switch self {
    case .simple, .simpleDropout:
      try Sequential(input: [32, 32, 3], seed: seed) {
        for filters in [16, 32, 64, 128, 256] {
          Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu)
          MaxPooling2D(2)
          if self == .simpleDropout { Dropout(0.3) }
        }
        Flatten()
        Dense(128, activation: .relu)
        Dense(10, activation: .softmax)
      }
    case .vgg:
      try Sequential(input: [32, 32, 3], seed: seed) {
        Conv2D(filters: 32, kernelSize: 3, activation: .relu)
        Conv2D(filters: 64, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.25)
        Conv2D(filters: 128, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Conv2D(filters: 128, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.25)
        Flatten()
        Dense(1024, activation: .relu)
        Dropout(0.5)
        Dense(10, activation: .softmax)
      }
    case .dropout:
      try Sequential(input: [32, 32, 3], seed: seed) {
        Conv2D(filters: 32, kernelSize: 3, activation: .relu)
        Conv2D(filters: 32, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.5)
        Conv2D(filters: 32, kernelSize: 3, activation: .relu)
        MaxPooling2D(2)
        Dropout(0.5)
        Flatten()
        Dense(128, activation: .relu)
        Dropout(0.5)
        Dense(10, activation: .softmax)
      }
    }
  }
}

extension Sequential {
  /// Floating-point operations of one image's forward pass in convolutions and dense layers, a multiplication and an
  /// addition counted as two; and the same of a training step, where the first layer needs no gradient of its input.
  var operationsPerImage: (forward: Double, training: Double) {
    let kernels = weights.filter { $0.name.hasSuffix("/kernel") }
    let outputs = Dictionary(uniqueKeysWithValues: summary.layers.map { ($0.name, $0.outputShape) })
    let forward = kernels.map { kernel in
      let places = outputs[String(kernel.name.dropLast("/kernel".count))].map { $0.dropLast().reduce(1, *) } ?? 1
      return 2 * Double(places * kernel.tensor.scalars.count)
    }
    let sum = forward.reduce(0, +)
    return (sum, 3 * sum - (forward.first ?? 0))
  }
}
