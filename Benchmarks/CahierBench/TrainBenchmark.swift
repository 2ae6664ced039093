import ArgumentParser
import Crypto
import Datasets
import Learning

/// Whole training steps, as a user runs them: shuffled, with dropout, metrics and a ragged last batch.
struct TrainBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "train", abstract: "Times training epochs.")

  @OptionGroup var race: NetOptions
  @Option(help: "Epochs, each timed on its own.") var epochs: Int = 5
  @Option var seed: Int = 1
  @Flag(help: "Flip, crop, cut out, jitter, normalize and mix the images, as a data set's `augmented` does.")
  var augment = false
  @Flag(help: "Measure the test images after each epoch, outside the time, and print every epoch's loss and accuracy.")
  var validation = false
  @OptionGroup var source: ImageSource
  @OptionGroup var machine: Machine

  func validate() throws {
    guard epochs >= 1 else { throw ValidationError("--epochs must be at least 1.") }
  }

  func run() async throws {
    var training = try source.images(race.images ?? race.net.images, for: race.net)
    if augment { training = augmented(training) }
    let model = try race.net.model(seed: seed)
    machine.prepare(model)
    let batchSize = race.batch ?? race.net.batchSize
    let tests = validation ? try source.images(10_000, for: race.net, testing: true) : nil
    let history = try await model.fit(
      training, validation: tests, epochs: epochs, batchSize: batchSize, optimizer: race.net.optimizer)

    let seconds = history.epochs.map(\.seconds)
    let median = Statistics.median(seconds)
    var line = JSONLine()
    line.add("bench", "train")
    line.add("net", race.net.name)
    line.add("batch", batchSize)
    line.add("images", training.count)
    if augment { line.add("augmented", "all") }
    machine.describe(in: &line)
    line.add("seconds", seconds)
    line.add("median", median)
    line.add("gflops", model.operationsPerImage.training * Double(training.count) / median / 1e9, places: 1)
    line.add("peak_rss_mb", Statistics.peakResidentMegabytes, places: 1)
    line.add("loss", history.epochs.last?.loss ?? .nan, places: 6)
    if validation {
      line.add("epochs", epochs)
      line.add("seed", seed)
      line.add("losses", history.epochs.map(\.loss))
      line.add("val_losses", history.epochs.compactMap(\.validationLoss))
      line.add("val_accuracies", history.epochs.compactMap(\.validationAccuracy))
    }
    line.add("weights_sha256", model.weightsDigest)
    print(line)
  }

  private func augmented(_ images: ImageDataset) -> ImageDataset {
    images.augmented {
      HorizontalFlip()
      RandomCrop(padding: 4)
      Cutout(8)
      ColorJitter(brightness: 0.2, contrast: 0.2, saturation: 0.2)
      Normalize(mean: images.channelMeans, deviation: images.channelDeviations)
      MixUp()
    }
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
