import ArgumentParser
import Datasets
import Learning

/// Probabilities for images of CIFAR-10's test set.
struct PredictBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "predict", abstract: "Times predictions.")

  @Option var net: BenchmarkNet
  @Option(help: "Test images.") var images: Int = 10_000
  @Option(help: "How often to predict them all, each timed on its own.") var repeats: Int = 5
  @Option(help: "Images computed at a time.") var batch: Int = 256
  @Option(help: "The folder that holds cifar-10-batches-bin or cifar-10-batches-py.") var data: String
  @OptionGroup var machine: Machine

  func run() async throws {
    let test = try CIFAR10(at: data).test.prefix(images)
    let model = try net.model(seed: 1)
    machine.prepare(model)
    var seconds: [Double] = []
    for _ in 0..<repeats {
      seconds.append(try Statistics.seconds { _ = try model.predict(test, batchSize: batch) })
    }

    let median = Statistics.median(seconds)
    var line = JSONLine()
    line.add("bench", "predict")
    line.add("net", net.rawValue)
    line.add("batch", batch)
    line.add("images", test.count)
    machine.describe(in: &line)
    line.add("seconds", seconds)
    line.add("median", median)
    line.add("gflops", model.operationsPerImage.forward * Double(test.count) / median / 1e9, places: 1)
    line.add("peak_rss_mb", Statistics.peakResidentMegabytes, places: 1)
    print(line)
  }
}
