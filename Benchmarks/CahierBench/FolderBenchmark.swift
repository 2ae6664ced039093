import ArgumentParser
import Datasets

/// Opening a folder of pictures, decoded and from the cache.
struct FolderBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "folder", abstract: "Times opening a folder of pictures, then once more from the cache.")

  @Option(help: "How often to open it from the cache, each timed on its own.") var repeats: Int = 3
  @Option(help: "The folder, with a folder for each class.") var data: String

  func validate() throws {
    guard repeats >= 1 else { throw ValidationError("--repeats must be at least 1.") }
  }

  func run() throws {
    for number in 0...repeats {
      var images = 0
      let seconds = try Statistics.seconds { images = try ImageFolder(data).all.count }
      var line = JSONLine()
      line.add("bench", "folder")
      line.add("side", "cahier")
      line.add("load", number == 0 ? "first" : "again")
      line.add("images", images)
      line.add("seconds", seconds, places: 4)
      line.add("peak_rss_mb", Statistics.peakResidentMegabytes, places: 1)
      print(line)
    }
  }
}
