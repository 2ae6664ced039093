import ArgumentParser
import Datasets
import Learning

/// The digest of the weights that training ends with, which must be the same everywhere; `scripts/verify-bits` compares.
struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Trains a net and prints the digest of its weights, once a number of threads.")

  @Option(help: "simple, vgg, dropout, or normalized, a net with batch normalization.") var net: String
  @Option(help: "Training images.") var images: Int = 5_000
  @Option(help: "Numbers of threads, such as 1,2,4,8.") var threads: String = "1,2,4,8"
  @Option(help: "Instructions: avx512, avx2 or portable (default: the best there is).")
  var isa: InstructionSet = EngineInfo.instructionSet
  @Option(help: "How often to train with each number of threads.") var repeats: Int = 1
  @Option(help: "The folder that holds CIFAR-10 (default: images are drawn, those of Shapes).") var data: String?

  func validate() throws {
    guard isa.isAvailable else { throw ValidationError("This processor has no \(isa).") }
    guard images >= 1, repeats >= 1 else { throw ValidationError("--images and --repeats must be at least 1.") }
    guard threads.split(separator: ",").allSatisfy({ Int($0).map { $0 >= 1 } ?? false }) else {
      throw ValidationError("--threads takes numbers of at least 1, such as 1,2,4,8.")
    }
    guard net == "normalized" || BenchmarkNet(argument: net) != nil else {
      throw ValidationError("--net must be simple, vgg, dropout or normalized.")
    }
  }

  func run() async throws {
    let training = try data.map { try CIFAR10(at: $0).train.prefix(images) } ?? Shapes(train: images, test: 1).train
    for threads in threads.split(separator: ",").compactMap({ Int($0) }) {
      for _ in 0..<repeats {
        let start = ContinuousClock.now
        let digest = try await digest(training, threads: threads)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        var line = JSONLine()
        line.add("bench", "digest")
        line.add("net", net)
        line.add("images", training.count)
        line.add("threads", threads)
        line.add("isa", isa.rawValue)
        line.add("seconds", seconds, places: 2)
        line.add("weights_sha256", digest)
        print(line)
      }
    }
  }

  private func digest(_ training: ImageDataset, threads: Int) async throws -> String {
    let race = BenchmarkNet(argument: net)
    let model = try race?.model(seed: 1) ?? Self.normalized()
    model.engine.threads = threads
    model.engine.instructionSet = isa
    // One image more than the net's own batch, so that the last batch is ragged for every round number of images.
    try await model.fit(
      training, epochs: 1, batchSize: (race?.batchSize ?? 64) + 1, optimizer: race?.optimizer ?? .adam())
    return model.weightsDigest
  }

  private static func normalized() throws -> Sequential {
    try Sequential(input: [32, 32, 3], seed: 1) {
      Conv2D(filters: 24, kernelSize: 5, strides: 2)
      BatchNormalization()
      Activation(.leakyReLU())
      Conv2D(filters: 40, kernelSize: 3, padding: .same)
      BatchNormalization()
      Activation(.tanh)
      AveragePooling2D(2)
      Flatten()
      Dense(50, activation: .sigmoid)
      BatchNormalization()
      Dense(10, activation: .softmax)
    }
  }
}
