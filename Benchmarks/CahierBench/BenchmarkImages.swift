import ArgumentParser
import Datasets
import Imaging

/// Where a net's images come from.
struct ImageSource: ParsableArguments {
  @Option(help: "The folder that holds cifar-10-batches-bin or cifar-10-batches-py; without it, images are drawn.")
  var data: String?

  /// The first images of CIFAR-10's training or test set; noise, for which all arithmetic takes as long, where the net
  /// wants another size or no folder is named.
  func images(_ count: Int, for net: BenchmarkNet, testing: Bool = false) throws -> ImageDataset {
    guard net.input == [32, 32, 3] else { return try noise(count, shape: net.input) }
    guard let data else {
      guard !BenchmarkNet.tutorials.contains(where: { $0.name == net.name }) else {
        throw ValidationError("The net \(net.name) needs --data, the folder that holds CIFAR-10.")
      }
      return try noise(count, shape: net.input)
    }
    let cifar = try CIFAR10(at: data)
    let set = testing ? cifar.test : cifar.train
    guard count <= set.count else {
      throw ValidationError("--images \(count) is more than the \(set.count) that \(data) has.")
    }
    return set.prefix(count)
  }

  private func noise(_ count: Int, shape: [Int]) throws -> ImageDataset {
    var state: UInt64 = 1
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    let images = (0..<count).map { _ in
      Image(
        height: shape[0], width: shape[1], channels: shape[2],
        bytes: (0..<shape.reduce(1, *)).map { _ in UInt8(truncatingIfNeeded: next()) })
    }
    return try ImageDataset(
      name: "noise", images: images, labels: images.map { _ in Int(next() % 10) },
      classNames: (0..<10).map { "\($0)" })
  }
}
