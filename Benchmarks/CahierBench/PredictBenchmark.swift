import ArgumentParser
import Datasets
import Learning

/// Probabilities for images of a test set.
struct PredictBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "predict", abstract: "Times predictions.")

  @OptionGroup var options: InferenceOptions

  func run() async throws {
    try options.measure("predict") { model, images, batch in _ = try model.predict(images, batchSize: batch) }
  }
}

/// Loss and accuracy on images of a test set.
struct EvaluateBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "evaluate", abstract: "Times evaluations.")

  @OptionGroup var options: InferenceOptions

  func run() async throws {
    try options.measure("evaluate") { model, images, batch in
      _ = try model.evaluate(images, batchSize: batch).accuracy
    }
  }
}

/// What predicting and evaluating have in common.
struct InferenceOptions: ParsableArguments {
  @OptionGroup var race: NetOptions
  @Option(help: "How often to do it all, each timed on its own.") var repeats: Int = 5
  @OptionGroup var source: ImageSource
  @OptionGroup var machine: Machine

  func validate() throws {
    guard repeats >= 1 else { throw ValidationError("--repeats must be at least 1.") }
  }

  func measure(_ name: String, _ work: (Sequential, ImageDataset, _ batch: Int) throws -> Void) throws {
    let images = try source.images(race.images ?? 10_000, for: race.net, testing: true)
    let batch = race.batch ?? 256
    let model = try race.net.model(seed: 1)
    machine.prepare(model)
    var seconds: [Double] = []
    for _ in 0..<repeats { seconds.append(try Statistics.seconds { try work(model, images, batch) }) }

    let median = Statistics.median(seconds)
    var line = JSONLine()
    line.add("bench", name)
    line.add("net", race.net.name)
    line.add("batch", batch)
    line.add("images", images.count)
    machine.describe(in: &line)
    line.add("seconds", seconds)
    line.add("median", median)
    line.add("gflops", model.operationsPerImage.forward * Double(images.count) / median / 1e9, places: 1)
    line.add("peak_rss_mb", Statistics.peakResidentMegabytes, places: 1)
    print(line)
  }
}
