import Imaging
import Learning
import Testing

@testable import Datasets

/// Folds, joined sets, noise and balance.
@Suite struct RearrangingTests {
  /// 1x2 images of three channels, image `i` with bytes from `6 * i` on; 23 cats, 12 dogs, 6 cows.
  private func animals() throws -> ImageDataset {
    try ImageDataset(
      name: "animals",
      images: (0..<41).map { index in
        Image(height: 1, width: 2, channels: 3, bytes: (0..<6).map { UInt8(index * 6 + $0) })
      },
      labels: (0..<41).map { $0 < 23 ? 0 : $0 < 35 ? 1 : 2 }, classNames: ["cat", "dog", "cow"])
  }

  private func identities(_ set: ImageDataset) -> [Int] { (0..<set.count).map { Int(set[$0].bytes[0]) / 6 } }

  @Test("Folds share every class out evenly; each image is validated once and trained in all others")
  func folds() throws {
    let set = try animals().augmented { HorizontalFlip() }
    let folds = set.folds(5, seed: 3)
    #expect(folds.map(\.number) == [1, 2, 3, 4, 5])
    #expect(folds.flatMap { identities($0.validation) }.sorted() == Array(0..<41))
    for fold in folds {
      #expect((identities(fold.training) + identities(fold.validation)).sorted() == Array(0..<41))
      #expect(identities(fold.training) == identities(fold.training).sorted())
      #expect(fold.training.labels == identities(fold.training).map { set.labels[$0] })
      #expect(fold.training.augmentation != nil)
    }
    for counts in (0..<3).map({ label in folds.map { $0.validation.classCounts[label] } }) + [
      folds.map(\.validation.count)
    ] {
      #expect((counts.max() ?? 9) - (counts.min() ?? 0) <= 1)
    }
    let again = set.folds(5, seed: 3)
    #expect(again.map { identities($0.validation) } == folds.map { identities($0.validation) })
    #expect(set.folds(5, seed: 4).map { identities($0.validation) } != folds.map { identities($0.validation) })
    #expect(set.folds(41, seed: 1).allSatisfy { $0.validation.count == 1 })
  }

  @Test("Concatenated sets keep images and labels in order, also of different layouts and subsets")
  func concatenation() throws {
    let set = try animals()
    let (first, second) = (set.subset([40, 3]), set.prefix(5))
    let both = try first.concatenated(with: second)
    #expect(identities(both) == [40, 3, 0, 1, 2, 3, 4] && both.labels == [2, 0, 0, 0, 0, 0, 0])
    #expect(both.name == "animals")
    let three = try both.concatenated(with: set.subset([9]))
    #expect(identities(three) == [40, 3, 0, 1, 2, 3, 4, 9])

    // One plane after the other: the same two images as `set` has first.
    let planes = ByteRegion(count: 12) { $0.copyBytes(from: [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]) }
    let planar = ImageDataset(
      name: "planes", origin: "here", licenceNote: "free", classNames: set.classNames, labels: [0, 0],
      storage: PixelStorage(
        layout: .planar, height: 1, width: 2, channels: 3,
        segments: [.init(region: planes, offset: 0, stride: 6, count: 2)]))
    let mixed = try set.prefix(2).concatenated(with: planar)
    #expect(mixed[2] == set[0] && mixed[3] == set[1] && mixed.name == "animals + planes")
    #expect(mixed.licenceNote == "free" && mixed.origin == "a program; here")
    let other = try planar.concatenated(with: set.prefix(2))
    #expect(other[2] == set[0] && other[3] == set[1])
    #expect(other.fingerprint == mixed.fingerprint)
  }

  @Test("Sets that do not fit together are refused with what differs")
  func mismatches() throws {
    let set = try animals()
    func message(_ other: ImageDataset) -> String {
      do { return try set.concatenated(with: other).name } catch { return error.description }
    }
    let small = try ImageDataset(
      name: "dots", images: [Image(height: 1, width: 1, channels: 3, bytes: [1, 2, 3])], labels: [0],
      classNames: set.classNames)
    #expect(
      message(small) == "animals has images of [1, 2, 3], dots of [1, 1, 3]; a data set needs one size.")
    let renamed = try ImageDataset(
      name: "pets", images: [set[0]], labels: [0], classNames: ["cat", "dog"])
    #expect(
      message(renamed)
        == "animals has the classes cat, dog, cow, pets has cat, dog; to be concatenated they need the same in the same "
        + "order.")
    #expect(
      message(set.augmented { HorizontalFlip() })
        == "animals and animals are augmented in different ways; say .augmented { … } after concatenating.")
  }

  @Test("Label noise makes exactly a share of the labels wrong, each other class alike, and leaves the pixels")
  func labelNoise() throws {
    let set = Shapes(train: 1000, test: 10).train
    let noisy = set.withLabelNoise(0.3, seed: 1)
    let wrong = set.labels.indices.filter { set.labels[$0] != noisy.labels[$0] }
    #expect(wrong.count == 300)
    #expect(noisy[wrong[0]] == set[wrong[0]] && noisy.fingerprint != set.fingerprint)
    let steps = wrong.map { (noisy.labels[$0] - set.labels[$0] + 10) % 10 }
    #expect((1...9).allSatisfy { step in (15...55).contains(steps.count { $0 == step }) })
    #expect(set.withLabelNoise(0.3, seed: 1).labels == noisy.labels)
    #expect(set.withLabelNoise(0.3, seed: 2).labels != noisy.labels)
    #expect(set.withLabelNoise(0, seed: 1).labels == set.labels)
  }

  @Test("Classes can be made rare, even again by leaving out or by repeating")
  func balance() throws {
    let set = try animals()
    let few = set.keeping(["cat": 0.5, "cow": 0], seed: 1)
    #expect(few.classCounts == [12, 12, 0])
    #expect(identities(few) == identities(few).sorted())
    #expect(set.undersampled(seed: 1).classCounts == [6, 6, 6])
    #expect(few.undersampled(seed: 1).classCounts == [12, 12, 0])
    let over = set.oversampled(seed: 1)
    #expect(over.classCounts == [23, 23, 23])
    #expect(Array(identities(over).prefix(41)) == Array(0..<41))
    // Each cow three times, five of the six a fourth time.
    let cows = (35..<41).map { cow in identities(over).count { $0 == cow } }
    #expect(cows.sorted() == [3, 4, 4, 4, 4, 4])
    #expect(few.oversampled(seed: 1).classCounts == [12, 12, 0])
    let shapes = Shapes(train: 1000, test: 10).train
    let tail = shapes.longTailed(ratio: 10, seed: 1).classCounts
    #expect(tail[0] == shapes.classCounts[0] && tail[9] == Int((Double(shapes.classCounts[9]) / 10).rounded()))
    #expect(abs(Double(tail[3]) / Double(shapes.classCounts[3]) - 0.46416) < 0.01)
    #expect(shapes.longTailed(ratio: 1, seed: 1).classCounts == shapes.classCounts)
  }
}
