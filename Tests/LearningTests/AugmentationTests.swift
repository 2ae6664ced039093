import Foundation
import TestSupport
import Testing

@testable import Learning

/// What each transform does to an image.
@Suite struct AugmentationTests {
  private static let shape = [9, 7, 3]

  /// An image whose values are all different.
  private static let pixels = (0..<9 * 7 * 3).map { Float($0) / 189 }

  /// `transform` on `pixels`, as `sample` in `epoch`.
  private func changed(
    _ transform: any ImageTransform, sample: Int = 0, epoch: Int = 0, shape: [Int] = shape, pixels: [Float] = pixels
  ) -> [Float] {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 2 * pixels.count)
    defer { memory.deallocate() }
    memory.initialize(repeating: -7, count: 2 * pixels.count)
    memory.update(from: pixels, count: pixels.count)
    var image = TrainingImage(shape: shape, memory: memory)
    var random = ImageRandom(seed: 3, epoch: epoch, sample: sample, place: 0)
    transform.apply(to: &image, random: &random)
    return Array(image.pixels)
  }

  /// The value at a place, `nil` outside.
  private func value(_ row: Int, _ column: Int, _ channel: Int) -> Float? {
    (0..<9).contains(row) && (0..<7).contains(column) ? Self.pixels[(row * 7 + column) * 3 + channel] : nil
  }

  private func image(_ value: (_ row: Int, _ column: Int, _ channel: Int) -> Float) -> [Float] {
    (0..<9).flatMap { row in (0..<7).flatMap { column in (0..<3).map { value(row, column, $0) } } }
  }

  @Test("A flip mirrors each row, or leaves it, half of the time")
  func flip() {
    let mirrored = image { value($0, 6 - $1, $2) ?? -1 }
    #expect(changed(HorizontalFlip(probability: 1)) == mirrored)
    #expect(changed(HorizontalFlip(probability: 0)) == Self.pixels)
    let results = (0..<400).map { changed(HorizontalFlip(), sample: $0) }
    #expect(results.allSatisfy { $0 == mirrored || $0 == Self.pixels })
    #expect((160...240).contains(results.count { $0 == mirrored }))
  }

  @Test("A crop moves the image by up to its padding, every way alike", arguments: [RandomCrop.Fill.zeros, .reflect])
  func crop(_ fill: RandomCrop.Fill) {
    func mirrored(_ place: Int, _ count: Int) -> Int {
      place < 0 ? -place : place >= count ? 2 * count - 2 - place : place
    }
    let all = (-2...2).flatMap { down in
      (-2...2).map { right in
        image { row, column, channel in
          fill == .zeros
            ? value(row + down, column + right, channel) ?? 0
            : value(mirrored(row + down, 9), mirrored(column + right, 7), channel) ?? -1
        }
      }
    }
    let results = (0..<1000).map { changed(RandomCrop(padding: 2, fill: fill), sample: $0) }
    let counts = all.map { expected in results.count { $0 == expected } }
    #expect(counts.reduce(0, +) == 1000)
    #expect(counts.allSatisfy { (15...70).contains($0) })
    #expect(changed(RandomCrop(padding: 0, fill: fill)) == Self.pixels)
  }

  @Test("Wider paddings than the image leave nothing of it, and no trap")
  func wideCrop() {
    let results = (0..<300).map { changed(RandomCrop(padding: 30), sample: $0) }
    #expect(results.contains { $0.allSatisfy { $0 == 0 } })
    #expect(results.contains { $0.contains { $0 > 0 } })
  }

  @Test("Cutout blanks a square around a place of the image, less of it at a border")
  func cutout() {
    let squares = (0..<9).flatMap { row in
      (0..<7).map { column in
        image { y, x, channel in
          (row - 2..<row + 2).contains(y) && (column - 2..<column + 2).contains(x) ? 0.5 : value(y, x, channel) ?? -1
        }
      }
    }
    for sample in 0..<300 { #expect(squares.contains(changed(Cutout(4, value: 0.5), sample: sample))) }
    #expect(changed(Cutout(0)) == Self.pixels)
    #expect(changed(Cutout(100)).allSatisfy { $0 == 0 })
  }

  @Test("Normalizing takes the mean and divides by the deviation, channel by channel")
  func normalize() {
    let normalize = Normalize(mean: [0.5, 0.25, 0.125], deviation: [0.5, 0.25, 2])
    let expected = image { row, column, channel in
      ((value(row, column, channel) ?? 0) - [0.5, 0.25, 0.125][channel]) / [0.5, 0.25, 2][channel]
    }
    assertClose(changed(normalize), expected, tolerance: 1e-6)
  }

  /// Brightness, contrast, saturation and hue one after the other, in double precision.
  private func jittered(
    _ pixels: [Float], _ brightness: Double, _ contrast: Double, _ saturation: Double, turn: Double
  ) -> [Float] {
    let weights = [0.299, 0.587, 0.114]
    func grey(_ pixel: [Double]) -> Double { zip(pixel, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    var image = stride(from: 0, to: pixels.count, by: 3).map { place in
      (0..<3).map { Double(pixels[place + $0]) * brightness }
    }
    let mean = image.map(grey).reduce(0, +) / Double(image.count)
    image = image.map { $0.map { mean + ($0 - mean) * contrast } }
    // Rodrigues' formula round (1, 1, 1).
    let (cosine, sine) = (cos(2 * .pi * turn), sin(2 * .pi * turn))
    image = image.map { p in
      let along = (p[0] + p[1] + p[2]) / 3 * (1 - cosine)
      let cross = [p[2] - p[1], p[0] - p[2], p[1] - p[0]].map { $0 / 3.0.squareRoot() }
      return (0..<3).map { p[$0] * cosine + cross[$0] * sine + along }
    }
    // The order of these two is the transform's.
    image = zip(image, stride(from: 0, to: pixels.count, by: 3)).map { turned, place in
      let before = (0..<3).map { mean + (Double(pixels[place + $0]) * brightness - mean) * contrast }
      return turned.map { grey(before) + ($0 - grey(before)) * saturation }
    }
    return image.flatMap { $0.map { Float(min(max($0, 0), 1)) } }
  }

  @Test("Jitter changes brightness, contrast, saturation and hue by what it draws")
  func jitter() {
    for sample in 0..<20 {
      var random = ImageRandom(seed: 3, epoch: 0, sample: sample, place: 0)
      let factors = [0.4, 0.3, 0.5].map { amount in
        Double(random.uniform(in: Float(1 - amount)...Float(1 + amount)))
      }
      let turn = Double(random.uniform(in: -0.1...0.1))
      let expected = jittered(Self.pixels, factors[0], factors[1], factors[2], turn: turn)
      let jitter = ColorJitter(brightness: 0.4, contrast: 0.3, saturation: 0.5, hue: 0.1)
      assertClose(changed(jitter, sample: sample), expected, tolerance: 2e-6)
    }
    assertClose(changed(ColorJitter()), Self.pixels, tolerance: 1e-6)
    // Grey images have brightness and contrast alone.
    let grey = changed(ColorJitter(brightness: 0.5), shape: [27, 7, 1])
    let factor = grey[1] / Self.pixels[1]
    assertClose(grey, Self.pixels.map { min($0 * factor, 1) }, tolerance: 1e-6)
  }

  @Test("What is drawn depends on seed, epoch, image and place, and on nothing else")
  func draws() {
    func draw(_ seed: UInt64, _ epoch: Int, _ sample: Int, _ place: Int) -> [UInt32] {
      var random = ImageRandom(seed: seed, epoch: epoch, sample: sample, place: place)
      return (0..<9).map { _ in random.bits() }
    }
    let all = [draw(1, 2, 3, 4), draw(9, 2, 3, 4), draw(1, 9, 3, 4), draw(1, 2, 9, 4), draw(1, 2, 3, 9)]
    #expect(Set(all.flatMap { $0 }).count == 45)
    #expect(draw(1, 2, 3, 4) == all[0])
    // Dropout's masks and the shuffles come from other counters.
    #expect(
      all[0].prefix(4) == Array(0..<4).map { Philox.block(counter: [0, 3, 2, 0x4000_0004], key: [1, 0])[$0] }[...])
  }

  @Test(
    "A setting that makes no sense is named",
    arguments: [
      (
        HorizontalFlip(probability: 1.5) as any ImageTransform, "HorizontalFlip: probability must be in 0...1, got 1.5."
      ),
      (RandomCrop(padding: -1), "RandomCrop: padding must be 0 or more, got -1."),
      (
        RandomCrop(padding: 7, fill: .reflect),
        "RandomCrop: padding must be smaller than the image's shorter side, 7, got 7."
      ),
      (Cutout(-1), "Cutout: size must be 0 or more, got -1."),
      (ColorJitter(hue: 0.6), "ColorJitter: hue must be in 0...0.5, got 0.6."),
      (ColorJitter(contrast: .nan), "ColorJitter: contrast must be in 0...1, got nan."),
      (
        Normalize(mean: [0.5], deviation: [1, 1, 1]),
        "Normalize: mean must be 3 numbers, one for each channel, got [0.5]."
      ),
      (
        Normalize(mean: [0, 0, 0], deviation: [1, 0, 1]),
        "Normalize: deviation must be greater than 0, got [1.0, 0.0, 1.0]."
      ),
      (MixUp(alpha: 0), "MixUp: alpha must be greater than 0, got 0.0."),
    ])
  func errors(_ transform: any ImageTransform, _ message: String) throws {
    let error = #expect(throws: ModelError.self) { try Augmentation([transform]).check(imageShape: Self.shape) }
    #expect(error.map { "\($0)" } == message)
    #expect(throws: ModelError.self) { try Augmentation([MixUp(), MixUp()]).check(imageShape: Self.shape) }
  }

  @Test("Every branch of the braces takes part")
  func builder() {
    func list(_ flag: Bool) -> [String] {
      func build(@AugmentationBuilder _ body: () -> [any ImageTransform]) -> [any ImageTransform] { body() }
      return Augmentation(
        build {
          if flag { HorizontalFlip() }
          if flag { Cutout(1) } else { Cutout(2) }
          for size in 3...4 { Cutout(size) }
          [MixUp() as any ImageTransform]
        }
      ).transforms.map(\.name)
    }
    #expect(list(true) == ["HorizontalFlip", "Cutout", "Cutout", "Cutout", "MixUp"])
    #expect(list(false) == ["Cutout", "Cutout", "Cutout", "MixUp"])
  }

  @Test("Parts of mixtures are distributed as Beta(alpha, alpha)", arguments: [0.1, 0.2, 0.5, 0.6, 1, 4])
  func beta(alpha: Double) {
    let beta = SymmetricBeta(alpha: alpha)
    let draws = (0..<20_000).map { sample in
      var random = ImageRandom(seed: 1, epoch: 0, sample: sample, place: 0)
      return beta.draw(&random)
    }
    #expect(draws.allSatisfy { (0...1).contains($0) })
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / 20_000
    #expect(abs(mean - 0.5) < 0.015)
    // a b / ((a + b)^2 (a + b + 1))
    let expected = 1 / (4 * (2 * alpha + 1))
    #expect(abs(variance - expected) < 0.03 * expected)
    // By scipy.stats.beta.cdf(0.1, alpha, alpha).
    let below = [0.1: 0.406385, 0.2: 0.33669, 0.5: 0.204833, 0.6: 0.176047, 1: 0.1, 4: 0.002728][alpha] ?? .nan
    #expect(abs(Double(draws.count { $0 < 0.1 }) / 20_000 - below) < 0.012)
  }

  @Test("Own functions are the library's to a few units in the last place")
  func exactMath() {
    for place in -400...400 {
      let x = Double(place) / 37
      #expect(abs(ExactMath.exponential(x) / exp(x) - 1) < 1e-15)
      #expect(abs(ExactMath.cosine(turns: x) - cos(2 * .pi * (x - x.rounded()))) < 1e-15)
      #expect(abs(ExactMath.sine(turns: x) - sin(2 * .pi * (x - x.rounded()))) < 1e-15)
      #expect(abs(ExactMath.power(abs(x), 0.37) - pow(abs(x), 0.37)) < 1e-14)
    }
    #expect(ExactMath.exponential(-1000) == 0 && ExactMath.power(0, 2.5) == 0 && ExactMath.power(3, 5) == 243)
  }
}
