internal import Dispatch

/// Coloured shapes on textured backgrounds, 32x32 RGB in ten classes: the data set that needs no download.
///
/// Pictures are drawn from signed distance functions when the value is made, from `seed` alone: the same bytes on every
/// machine. Shapes are turned, scaled, moved, partly covered and noisy, and some classes are hard to tell apart on
/// purpose, so that a small net does well but not perfectly.
///
///     let shapes = Shapes()
///     shapes.train.count        // 5000
///     shapes.train.classNames   // ["circle", "ellipse", …]
public struct Shapes: Sendable {
  public let train: ImageDataset
  public let test: ImageDataset

  /// Draws `train` pictures to learn from and `test` others to be asked about, each class equally often.
  public init(train: Int = 5000, test: Int = 1000, seed: UInt64 = 1) {
    requireArgument(train > 0 && test > 0, "Shapes(train: \(train), test: \(test)): both need at least one picture")
    self.train = Self.draw(train, name: "Shapes, training images", seed: seed, purpose: .trainingShapes)
    self.test = Self.draw(test, name: "Shapes, test images", seed: seed, purpose: .testShapes)
  }

  private static func draw(
    _ count: Int, name: String, seed: UInt64, purpose: RandomStream.Purpose
  ) -> ImageDataset {
    let kinds = ShapeKind.allCases
    var random = RandomStream(seed: seed, purpose: purpose)
    let labels = random.permutation(of: (0..<count).map { $0 % kinds.count })
    let size = ShapePicture.side * ShapePicture.side * ShapePicture.channels
    let region = ByteRegion(count: count * size) { memory in
      nonisolated(unsafe) let bytes = memory.bindMemory(to: UInt8.self)
      let blockLength = 100
      DispatchQueue.concurrentPerform(iterations: (count + blockLength - 1) / blockLength) { block in
        for index in block * blockLength..<min((block + 1) * blockLength, count) {
          // Each picture has a stream of its own, so that it does not matter who draws it.
          var random = RandomStream(seed: seed, purpose: purpose, index: index + 1)
          let picture = ShapePicture(of: kinds[labels[index]], &random)
          picture.paint(to: UnsafeMutableBufferPointer(rebasing: bytes[index * size..<(index + 1) * size]), &random)
        }
      }
    }
    return ImageDataset(
      name: name, origin: "drawn from seed \(seed)", licenceNote: "Drawn by Cahier; free to use.",
      classNames: kinds.map { "\($0)" }, labels: labels,
      storage: PixelStorage(
        layout: .interleaved, height: ShapePicture.side, width: ShapePicture.side, channels: ShapePicture.channels,
        segments: [.init(region: region, offset: 0, stride: size, count: count)]))
  }
}
