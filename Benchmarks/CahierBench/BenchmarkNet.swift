import ArgumentParser
import Learning

/// A net to race with: its layers, and how it is trained.
///
/// `cahier-bench nets` prints every one as JSON, from which the scripts in `Benchmarks/peers` build the same net for
/// other libraries: a net is described here and nowhere else.
struct BenchmarkNet: Sendable {
  let name: String
  /// `[height, width, channels]`; CIFAR-10's where nothing else is said.
  var input = [32, 32, 3]
  let batchSize: Int
  /// Training images that take Keras a second or two.
  var images = 20_000
  var learningRate = 1e-3
  var decay = 0.0
  let layers: [any Layer]

  var optimizer: Optimizer { .adam(learningRate: learningRate, decay: decay) }

  func model(seed: Int) throws -> Sequential { try Sequential(input: input, seed: seed, layers: layers) }

  static let all = tutorials + others
}

extension BenchmarkNet: ExpressibleByArgument {
  init?(argument: String) {
    if let net = Self.all.first(where: { $0.name == argument }) {
      self = net
    } else if let net = Self.withChannels(argument) {
      self = net
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { all.map(\.name) }
}

extension BenchmarkNet {
  /// The nets of the published tutorials that Cahier's notebooks reproduce, with their batch sizes.
  static let tutorials = [
    BenchmarkNet(name: "simple", batchSize: 256, layers: simple(dropout: false)),
    BenchmarkNet(name: "simple-dropout", batchSize: 256, layers: simple(dropout: true)),
    BenchmarkNet(
      name: "vgg", batchSize: 128, learningRate: 1e-4, decay: 1e-6,
      layers: [
        Conv2D(filters: 32, kernelSize: 3, activation: .relu), Conv2D(filters: 64, kernelSize: 3, activation: .relu),
        MaxPooling2D(2), Dropout(0.25), Conv2D(filters: 128, kernelSize: 3, activation: .relu), MaxPooling2D(2),
        Conv2D(filters: 128, kernelSize: 3, activation: .relu), MaxPooling2D(2), Dropout(0.25), Flatten(),
        Dense(1024, activation: .relu), Dropout(0.5), Dense(10, activation: .softmax),
      ]),
    BenchmarkNet(name: "dropout", batchSize: 32, layers: threeConvolutions),
  ]

  /// Three convolutions with dropout after each pooling.
  static let threeConvolutions: [any Layer] = [
    Conv2D(filters: 32, kernelSize: 3, activation: .relu), Conv2D(filters: 32, kernelSize: 3, activation: .relu),
    MaxPooling2D(2), Dropout(0.5), Conv2D(filters: 32, kernelSize: 3, activation: .relu), MaxPooling2D(2),
    Dropout(0.5), Flatten(), Dense(128, activation: .relu), Dropout(0.5), Dense(10, activation: .softmax),
  ]

  private static func simple(dropout: Bool) -> [any Layer] {
    var layers: [any Layer] = []
    for filters in [16, 32, 64, 128, 256] {
      layers.append(Conv2D(filters: filters, kernelSize: 3, padding: .same, activation: .relu))
      layers.append(MaxPooling2D(2))
      if dropout { layers.append(Dropout(0.3)) }
    }
    return layers + [Flatten(), Dense(128, activation: .relu), Dense(10, activation: .softmax)]
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
