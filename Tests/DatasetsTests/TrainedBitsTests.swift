import Crypto
import Datasets
import Foundation
import Learning
import Testing

/// The weights that training on Shapes ends with: the same bits for any number of threads, on every path and machine.
@Suite struct TrainedBitsTests {
  /// The tutorials' three nets and one with batch normalization, and the digests of their weights after an epoch.
  ///
  /// Whoever changes the engine's arithmetic changes these, and raises `TrainingRecipe.currentNumericsVersion` with it.
  enum Net: String, CaseIterable, Sendable {
    case simple, vgg, dropout, normalized

    /// 512 is no multiple of the batch sizes.
    var committed: String {
      switch self {
      case .simple: ""
      case .vgg: ""
      case .dropout: ""
      case .normalized: ""
      }
    }

    /// After 64 images.
    var committedForFew: String {
      switch self {
      case .simple: ""
      case .vgg: ""
      case .dropout: ""
      case .normalized: ""
      }
    }

    var batchSize: Int {
      switch self {
      case .simple: 200
      case .vgg: 120
      case .dropout: 30
      case .normalized: 50
      }
    }

    func model(classes: Int) throws -> Sequential {
      try Sequential(input: [32, 32, 3], seed: 1, layers: layers + [Dense(classes, activation: .softmax)])
    }

    private func convolution(_ filters: Int, padding: Padding = .valid) -> any Layer {
      Conv2D(filters: filters, kernelSize: 3, padding: padding, activation: .relu)
    }

    private var layers: [any Layer] {
      switch self {
      case .simple:
        [16, 32, 64, 128, 256].flatMap { [convolution($0, padding: .same), MaxPooling2D(2), Dropout(0.3)] }
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

  static let images = Shapes(train: 512, test: 1).train

  /// SHA-256 over the weights' bytes, little-endian, in the model's order; its first 16 digits.
  private static func digest(_ net: Net, images: ImageDataset, _ set: InstructionSet, threads: Int) async throws
    -> String
  {
    let model = try net.model(classes: images.classNames.count)
    model.engine.instructionSet = set
    model.engine.threads = threads
    try await model.fit(images, epochs: 1, batchSize: net.batchSize)
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
        let digest = try await Self.digest(net, images: Self.images, set, threads: threads)
        #expect(digest == net.committed, "\(set), \(threads) threads")
      }
      for threads in [1, 2, 3, 7] {
        let digest = try await Self.digest(net, images: Self.images.prefix(64), set, threads: threads)
        #expect(digest == net.committedForFew, "\(set), \(threads) threads, 64 images")
      }
    }
  }
}
