import ArgumentParser
import Crypto
import Datasets
import Learning

/// Whole training steps on CIFAR-10, as a user runs them: shuffled, with dropout, metrics and a ragged last batch.
struct TrainBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train", abstract: "Times training epochs.")

  @Option var net: BenchmarkNet
  @Option(help: "Training images.") var images: Int = 20_000
  @Option(help: "Epochs, each timed on its own.") var epochs: Int = 5
  @Option(help: "The folder that holds cifar-10-batches-bin or cifar-10-batches-py.") var data: String
  @Option var seed: Int = 1
  @OptionGroup var machine: Machine

  func run() async throws {
    let training = try CIFAR10(at: data).train.prefix(images)
    let model = try net.model(seed: seed)
    machine.prepare(model)
    let history = try await model.fit(
      training, epochs: epochs, batchSize: net.batchSize, optimizer: net.optimizer)

    let seconds = history.epochs.map(\.seconds)
    let median = Statistics.median(seconds)
    var line = JSONLine()
    line.add("bench", "train")
    line.add("net", net.rawValue)
    line.add("batch", net.batchSize)
    line.add("images", training.count)
    machine.describe(in: &line)
    line.add("seconds", seconds)
    line.add("median", median)
    line.add("gflops", model.operationsPerImage.training * Double(training.count) / median / 1e9, places: 1)
    line.add("peak_rss_mb", Statistics.peakResidentMegabytes, places: 1)
    line.add("loss", history.epochs.last?.loss ?? .nan, places: 6)
    line.add("weights_sha256", model.weightsDigest)
    print(line)
  }
}

extension Sequential {
  /// SHA-256 over the weights' bytes (little-endian) in the model's order, in hexadecimal.
  var weightsDigest: String {
    var digest = SHA256()
    for weight in weights {
      weight.tensor.scalars.map(\.bitPattern.littleEndian).withUnsafeBytes { digest.update(bufferPointer: $0) }
    }
    return digest.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
