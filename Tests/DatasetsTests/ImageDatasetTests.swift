import Imaging
import Testing

@testable import Datasets

@Suite struct ImageDatasetTests {
  /// Ten images of 1x2 pixels: five cats, three dogs, two cows; image `i` holds bytes from `6 * i` on.
  private func animals() throws -> ImageDataset {
    try ImageDataset(
      name: "animals",
      images: (0..<10).map { index in
        Image(height: 1, width: 2, channels: 3, bytes: (0..<6).map { UInt8(index * 6 + $0) })
      },
      labels: [0, 0, 0, 0, 0, 1, 1, 1, 2, 2], classNames: ["cat", "dog", "cow"])
  }

  private func identities(_ set: ImageDataset) -> [Int] { (0..<set.count).map { Int(set[$0].bytes[0]) / 6 } }

  @Test("Pixels are written as height, width, channels, divided by 255")
  func pixels() throws {
    let set = try animals().subset([3])
    var values = [Float](repeating: -1, count: 6)
    values.withUnsafeMutableBufferPointer { set.copyPixels(at: 0, to: $0.baseAddress!) }
    #expect(values == (18..<24).map { Float($0) / 255 })

    let planes = ByteRegion(count: 12) { $0.copyBytes(from: Array(0..<12)) }
    for (channels, expected) in [(3, [0, 2, 4, 1, 3, 5]), (2, [0, 2, 1, 3])] as [(Int, [Int])] {
      let storage = PixelStorage(
        layout: .planar, height: 1, width: 2, channels: channels,
        segments: [.init(region: planes, offset: 0, stride: 6, count: 2)])
      var values = [Float](repeating: -1, count: 2 * channels)
      values.withUnsafeMutableBufferPointer { storage.copy(image: 0, to: $0.baseAddress!) }
      #expect(values == expected.map { Float($0) / 255 })
    }
  }

  @Test("Samples are counted channel by channel, and a class has the mean of its images")
  func pixelStatistics() throws {
    let counts = try animals().subset([0, 9]).channelHistograms
    #expect(counts.map { $0.reduce(0, +) } == [4, 4, 4])
    #expect(counts[1].indices.filter { counts[1][$0] > 0 } == [1, 4, 55, 58])
    let cows = try animals().meanImage(ofClass: 2)
    // Images 8 and 9: bytes 48... and 54..., rounded half up.
    #expect(cows?.bytes == [51, 52, 53, 54, 55, 56])
    #expect(try animals().subset([0]).meanImage(ofClass: 2) == nil)
    let planes = ByteRegion(count: 12) { $0.copyBytes(from: Array(0..<12)) }
    let storage = PixelStorage(
      layout: .planar, height: 1, width: 2, channels: 3,
      segments: [.init(region: planes, offset: 0, stride: 6, count: 2)])
    let set = ImageDataset(
      name: "", origin: "", licenceNote: "", classNames: ["a"], labels: [0, 0], storage: storage)
    #expect(set.channelHistograms[1].indices.filter { set.channelHistograms[1][$0] > 0 } == [2, 3, 8, 9])
    #expect(set.meanImage(ofClass: 0)?.bytes == [3, 5, 7, 4, 6, 8])
  }

  @Test("prefix, subset and their combinations keep images and labels together")
  func selection() throws {
    let set = try animals()
    #expect(identities(set.prefix(3)) == [0, 1, 2])
    #expect(set.prefix(99).count == 10)
    #expect(set.prefix(0).count == 0)
    let picked = set.subset([9, 0, 5, 0]).subset([3, 0])
    #expect(identities(picked) == [0, 9])
    #expect(picked.labels == [0, 2])
    #expect(picked.prefix(1).label(at: 0) == 0)
  }

  @Test("Shuffling is a permutation that the seed decides")
  func shuffling() throws {
    let set = try animals()
    #expect(identities(set.shuffled(seed: 1)) == identities(set.shuffled(seed: 1)))
    #expect(identities(set.shuffled(seed: 1)) != identities(set.shuffled(seed: 2)))
    #expect(identities(set.shuffled(seed: 1)).sorted() == Array(0..<10))
    // Written down, because a report must say the same tomorrow and on another machine.
    #expect(identities(set.shuffled(seed: 7)) == [6, 0, 7, 8, 4, 5, 9, 3, 2, 1])
  }

  @Test("Every position is equally likely to hold every image")
  func fairness() throws {
    let set = try animals()
    var counts = [[Int]](repeating: Array(repeating: 0, count: 10), count: 10)
    for seed in 0..<2000 {
      for (position, identity) in identities(set.shuffled(seed: UInt64(seed))).enumerated() {
        counts[position][identity] += 1
      }
    }
    // 200 expected; five standard deviations are 67.
    #expect(counts.joined().allSatisfy { abs($0 - 200) < 67 })
  }

  @Test("A stratified split shares out each class and loses no image")
  func stratifiedSplit() throws {
    let set = try animals()
    let (first, second) = set.stratifiedSplit(fraction: 0.6, seed: 3)
    #expect(first.classCounts == [3, 2, 1])
    #expect(second.classCounts == [2, 1, 1])
    #expect((identities(first) + identities(second)).sorted() == Array(0..<10))
    #expect(identities(first) == identities(first).sorted())
    #expect(identities(first) != identities(set.stratifiedSplit(fraction: 0.6, seed: 4).first))
    #expect(set.stratifiedSplit(fraction: 0, seed: 1).first.count == 0)
    #expect(set.stratifiedSplit(fraction: 1, seed: 1).second.count == 0)
  }

  @Test("Labels become rows with one 1")
  func oneHot() throws {
    let tensor = try animals().subset([5, 0]).oneHotLabels
    #expect(tensor.shape == [2, 3])
    #expect(tensor.scalars == [0, 1, 0, 1, 0, 0])
  }

  @Test("Means and deviations are those of the channels, 0...1")
  func statistics() throws {
    let set = try ImageDataset(
      name: "two", images: [Image(height: 1, width: 2, channels: 3, bytes: [0, 10, 255, 255, 10, 255])], labels: [0],
      classNames: ["a"])
    #expect(set.channelMeans == [0.5, 10.0 / 255, 1])
    #expect(set.channelDeviations == [0.5, 0, 0])
    #expect(set.subset([]).channelMeans == [0, 0, 0])
  }

  @Test("The fingerprint is the documented digest and follows every kind of change")
  func fingerprint() throws {
    func make(_ bytes: [UInt8] = Array(0..<18), _ labels: [Int] = [1, 0, 1], _ names: [String] = ["a", "bé"]) throws
      -> String
    {
      try ImageDataset(
        name: "set",
        images: stride(from: 0, to: bytes.count, by: 6).map {
          Image(height: 1, width: 2, channels: 3, bytes: Array(bytes[$0..<$0 + 6]))
        },
        labels: labels, classNames: names
      ).fingerprint
    }
    // Computed with Python's hashlib from the description in ContentDigest.
    #expect(try make() == "85ced06b82aa03d94b5752b1cfdbf8ca3bb81c49982ea91c3ba2f01c9b505982")
    var bytes: [UInt8] = Array(0..<18)
    bytes[17] ^= 1
    let others = [
      try make(bytes), try make(Array(0..<18), [1, 0, 0]), try make(Array(0..<18), [1, 0, 1], ["a", "be"]),
      try make(Array(0..<12), [1, 0]),
    ]
    #expect(Set(others + [try make()]).count == 5)
  }

  @Test("A subset's fingerprint is that of the same images on their own")
  func subsetFingerprint() throws {
    let set = try animals()
    let alone = try ImageDataset(
      name: "other name", images: [set[4], set[6]], labels: [0, 1], classNames: set.classNames)
    #expect(set.subset([4, 6]).fingerprint == alone.fingerprint)
    #expect(set.subset([6, 4]).fingerprint != alone.fingerprint)
  }

  @Test("Images that do not fit together are refused with a sentence")
  func inconsistent() {
    func message(_ images: [Image], _ labels: [Int]) -> String? {
      let error = #expect(throws: DatasetError.self) {
        try ImageDataset(name: "x", images: images, labels: labels, classNames: ["a", "b"])
      }
      return error.map { "\($0)" }
    }
    let small = Image(height: 1, width: 1, channels: 3, bytes: [0, 0, 0])
    let large = Image(height: 1, width: 2, channels: 1, bytes: [0, 0])
    #expect(message([], []) == "a data set needs at least one image.")
    #expect(message([small], [0, 1]) == "1 images need as many labels, got 2.")
    #expect(message([small, large], [0, 1]) == "image 1 is 1x2x1, the first is 1x1x3; a data set needs one size.")
    #expect(message([small], [2]) == "image 0 has label 2, but there are 2 class names.")
  }
}
