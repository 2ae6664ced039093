import ArgumentParser
import Datasets

/// Opening CIFAR-10, both its sets.
struct LoadBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "load", abstract: "Times opening CIFAR-10.")

  @Option(help: "How often to open it, each timed on its own.") var repeats: Int = 5
  @Option(help: "The folder that holds cifar-10-batches-bin or cifar-10-batches-py.") var data: String

  func validate() throws {
    guard repeats >= 1 else { throw ValidationError("--repeats must be at least 1.") }
  }

  func run() async throws {
    var seconds: [Double] = []
    var images = 0
    for _ in 0..<repeats {
      seconds.append(
        try Statistics.seconds {
          let cifar = try CIFAR10(at: data)
          images = cifar.train.count + cifar.test.count
        })
    }
    var line = JSONLine()
    line.add("bench", "load")
    line.add("images", images)
    line.add("seconds", seconds, places: 6)
    line.add("median", Statistics.median(seconds), places: 6)
    line.add("peak_rss_mb", Statistics.peakResidentMegabytes, places: 1)
    print(line)
  }
}
