import ArgumentParser
import Datasets
import Foundation
import Imaging
import Learning
import Synchronization

/// Training on a folder of pictures whose pixels are larger than memory, and what memory that takes.
struct LargeFolderBenchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "large-folder", abstract: "Trains an epoch on many links to few pictures; prints the memory it took.")

  @Option(help: "A new folder for the links.") var folder: String
  @Option(help: "Decoded pixels, in units of 10^9 bytes.") var gigabytes: Double
  @Option(help: "Height and width of the images.") var size = 256

  func run() async throws {
    let count = Int(gigabytes * 1e9) / (size * size * 3)
    try writePictures(count)
    let memory = PrivateMemory()
    let before = PrivateMemory.megabytes
    var line = JSONLine()
    line.add("bench", "large-folder")
    line.add("images", count)
    line.add("decoded_gb", Double(count * size * size * 3) / 1e9, places: 2)
    let clock = ContinuousClock()
    var start = clock.now
    let photos = try ImageFolder(folder, size: size, validationSplit: 0, testSplit: 0)
    line.add("decoding_seconds", (clock.now - start) / .seconds(1), places: 1)
    line.add("decoding_private_mb", memory.peak - before, places: 1)
    let model = try Sequential(input: [size, size, 3], seed: 1) {
      AveragePooling2D(16)
      Conv2D(filters: 8, kernelSize: 3, activation: .relu)
      GlobalAveragePooling2D()
      Dense(2, activation: .softmax)
    }
    start = clock.now
    _ = try await model.fit(photos.train, epochs: 1, batchSize: 32, optimizer: .adam(learningRate: 1e-3))
    line.add("epoch_seconds", (clock.now - start) / .seconds(1), places: 1)
    line.add("private_mb", memory.peak - before, places: 1)
    print(line)
  }

  /// Eight pictures in two classes, then links to them.
  private func writePictures(_ count: Int) throws {
    let files = FileManager.default
    for label in 0..<2 { try files.createDirectory(atPath: "\(folder)/\(label)", withIntermediateDirectories: true) }
    for number in 0..<count {
      let path = "\(folder)/\(number % 2)/\(number).png"
      if number < 8 {
        let bytes = (0..<size * size * 3).map { UInt8(truncatingIfNeeded: ($0 / 97 + $0 / (3 * size)) * (number + 1)) }
        let picture = Image(height: size, width: size, channels: 3, bytes: bytes)
        try Data(picture.pngBytes()).write(to: URL(filePath: path))
      } else {
        try files.createSymbolicLink(atPath: path, withDestinationPath: "\(number % 8).png")
      }
    }
  }
}

/// Watches how much of this process's memory no file backs.
private final class PrivateMemory: Sendable {
  private let largest = Mutex(0.0)

  var peak: Double { largest.withLock { max($0, Self.megabytes) } }

  init() {
    Thread.detachNewThread { [weak self] in
      while let self {
        let now = Self.megabytes
        largest.withLock { $0 = max($0, now) }
        usleep(20_000)
      }
    }
  }

  /// In units of 10^6 bytes; 0 where the system does not say.
  static var megabytes: Double {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return Double(line?.split(separator: " ").dropFirst().first ?? "0").map { $0 * 1024 / 1e6 } ?? 0
  }
}
