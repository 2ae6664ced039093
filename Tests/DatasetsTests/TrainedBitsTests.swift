import Crypto
import Datasets
import Foundation
import Learning
import Testing

/// The weights that training on Shapes ends with: the same bits for any number of threads, on every path and machine.
@Suite struct TrainedBitsTests {
  /// The tutorials' three nets and one with batch normalization, as `cahier-bench digest` trains them: batches do not
  /// divide the images. That command prints the digests too.
  ///
  /// Whoever changes the engine's arithmetic changes them, and raises `TrainingRecipe.currentNumericsVersion`.
  enum Net: String, CaseIterable, Sendable {
    case simple, vgg, dropout, normalized

    /// After an epoch of 512 images, and of 64; the digests' first 16 digits.
    var committed: (many: String, few: String) {
      switch self {
      case .simple: ("f4ea3a8c9ece36fa", "c74f9ba6722e09d5")
      case .vgg: ("f85697e3138c3873", "5f23ffa4403f15e5")
      case .dropout: ("bc82197711fa51c3", "e45f156d7c9473e1")
      case .normalized: ("529f2489b86c33d2", "c1c2196526a710ec")
      }
    }

    var batchSize: Int {
      switch self {
      case .simple: 257
      case .vgg: 129
      case .dropout: 33
      case .normalized: 65
      }
    }

    var optimizer: Optimizer { self == .vgg ? .adam(learningRate: 1e-4, decay: 1e-6) : .adam() }

    func model(classes: Int) throws -> Sequential {
      try Sequential(input: [32, 32, 3], seed: 1, layers: layers + [Dense(classes, activation: .softmax)])
    }

    private func convolution(_ filters: Int, padding: Padding = .valid) -> any Layer {
      Conv2D(filters: filters, kernelSize: 3, padding: padding, activation: .relu)
    }

    private var layers: [any Layer] {
      switch self {
      case .simple:
        [16, 32, 64, 128, 256].flatMap { [convolution($0, padding: .same), MaxPooling2D(2)] }
          + [Flatten(), Dense(128, activation: .relu)]
      case .vgg:
        [
          convolution(32), convolution(64), MaxPooling2D(2), Dropout(0.25), convolution(128), MaxPooling2D(2),
          convolution(128), MaxPooling2D(2), Dropout(0.25), Flatten(), Dense(1024, activation: .relu), Dropout(0.5),
        ]
      case .dropout:
        [
          convolution(32), convolution(32), MaxPooling2D(2), Dropout(0.5), convolution(32), MaxPooling2D(2),
          Dropout(0.5), Flatten(), Dense(128, activation: .relu), Dropout(0.5),
        ]
      case .normalized:
        [
          Conv2D(filters: 24, kernelSize: 5, strides: 2), BatchNormalization(), Activation(.leakyReLU()),
          Conv2D(filters: 40, kernelSize: 3, padding: .same), BatchNormalization(), Activation(.tanh),
          AveragePooling2D(2), Flatten(), Dense(50, activation: .sigmoid), BatchNormalization(),
        ]
      }
    }
  }

  static let many = Shapes(train: 512, test: 1).train
  static let few = Shapes(train: 64, test: 1).train

  /// SHA-256 over the weights' bytes, little-endian, in the model's order; its first 16 digits.
  private static func digest(_ net: Net, images: ImageDataset, _ set: InstructionSet, threads: Int) async throws
    -> String
  {
    let model = try net.model(classes: images.classNames.count)
    model.engine.instructionSet = set
    model.engine.threads = threads
    try await model.fit(images, epochs: 1, batchSize: net.batchSize, optimizer: net.optimizer)
    var digest = SHA256()
    for weight in model.weights {
      weight.tensor.scalars.map(\.bitPattern.littleEndian).withUnsafeBytes { digest.update(bufferPointer: $0) }
    }
    return digest.finalize().prefix(8).map { String(format: "%02x", $0) }.joined()
  }

  @Test("512 images leave the committed weights, on every path for 1, 2, 3 and 7 threads", arguments: Net.allCases)
  func sameBits(_ net: Net) async throws {
    for set in InstructionSet.allCases where set.isAvailable {
      // Without fused multiply-add a fit takes some thirty times as long: once, and with few images for every number.
      for threads in set == .portable ? [2] : [1, 2, 3, 7] {
        let digest = try await Self.digest(net, images: Self.many, set, threads: threads)
        #expect(digest == net.committed.many, "\(set), \(threads) threads")
      }
      for threads in [1, 2, 3, 7] {
        let digest = try await Self.digest(net, images: Self.few, set, threads: threads)
        #expect(digest == net.committed.few, "\(set), \(threads) threads, 64 images")
      }
    }
  }
}
