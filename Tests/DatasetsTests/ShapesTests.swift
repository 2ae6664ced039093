import Foundation
import Testing

@testable import Datasets

@Suite struct ShapesTests {
  @Test("Every class is drawn equally often, in training and in test images")
  func balance() {
    let shapes = Shapes(train: 50, test: 20)
    #expect(shapes.train.classCounts == Array(repeating: 5, count: 10))
    #expect(shapes.test.classCounts == Array(repeating: 2, count: 10))
    #expect(shapes.train.imageShape == [32, 32, 3])
  }

  @Test("A seed gives the same bytes on every machine, another seed others")
  func committedDigest() {
    let shapes = Shapes(train: 300, test: 100, seed: 1)
    #expect(shapes.train.fingerprint == "53051c31f8438c9189de1f7cf46548baeb0f51548befcf225c54d70cac2d4bc1")
    #expect(shapes.test.fingerprint == "a544f4efaf6fe76305837071e643746373691b50a7142eafa9413fcc435a477d")
    #expect(Shapes(train: 300, test: 100, seed: 2).train.fingerprint != shapes.train.fingerprint)
  }

  @Test("No picture appears twice, and none is in both parts")
  func distinct() {
    let shapes = Shapes(train: 200, test: 100)
    let pictures = (0..<200).map { shapes.train[$0].bytes } + (0..<100).map { shapes.test[$0].bytes }
    #expect(Set(pictures).count == 300)
  }

  @Test("The own sine and cosine are the true ones within 1e-6")
  func sine() {
    for step in -4000...4000 {
      let turns = Float(step) / 1000
      let (sine, cosine) = sineAndCosine(turns: turns)
      #expect(abs(Double(sine) - sin(Double(turns) * 2 * .pi)) < 1e-6)
      #expect(abs(Double(cosine) - cos(Double(turns) * 2 * .pi)) < 1e-6)
    }
  }

  @Test("Colours are those of the usual hue circle")
  func colours() {
    func bytes(_ hue: Float, _ saturation: Float, _ lightness: Float) -> [Int] {
      let colour = Colour(hue: hue, saturation: saturation, lightness: lightness)
      return [colour.red, colour.green, colour.blue].map { Int(($0 * 255).rounded()) }
    }
    // From Python's colorsys.hls_to_rgb.
    #expect(bytes(0, 1, 0.5) == [255, 0, 0])
    #expect(bytes(1 / 6, 1, 0.5) == [255, 255, 0])
    #expect(bytes(0.55, 0.6, 0.7) == [133, 197, 224])
    #expect(bytes(-0.1, 0.3, 0.2) == [66, 36, 54])
  }

  @Test("Outlines of polygons and stars enclose what their corners enclose")
  func outlines() {
    func corners(_ count: Int, _ radius: (Int) -> Double, turn: Double) -> [(x: Double, y: Double)] {
      (0..<count).map { number in
        let angle = 2 * .pi * Double(number) / Double(count) + turn
        return (radius(number) * cos(angle), radius(number) * sin(angle))
      }
    }
    /// The even-odd rule.
    func encloses(_ corners: [(x: Double, y: Double)], _ x: Double, _ y: Double) -> Bool {
      var inside = false
      for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) where (a.y > y) != (b.y > y) {
        if x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) { inside.toggle() }
      }
      return inside
    }
    let inner = 0.3
    // A star's points lie where sides two apart meet, its notches where neighbours do.
    let star = corners(10, { inner / cos(.pi / 5 * ($0 % 2 == 0 ? 1 : 2)) }, turn: .pi / 5)
    let pairs: [(ShapeOutline, [(x: Double, y: Double)])] = [
      (.polygon(sides: ShapeOutline.sides(6), inradius: 0.5), corners(6, { _ in 0.5 / cos(.pi / 6) }, turn: .pi / 6)),
      (.polygon(sides: ShapeOutline.sides(3), inradius: 0.3), corners(3, { _ in 0.6 }, turn: .pi / 3)),
      (.star(sides: ShapeOutline.sides(5), inradius: Float(inner)), star),
      (.rectangle(half: Point(x: 0.6, y: 0.3)), [(-0.6, -0.3), (0.6, -0.3), (0.6, 0.3), (-0.6, 0.3)]),
    ]
    for (outline, corners) in pairs {
      for step in 0..<2500 {
        let (x, y) = (Double(step % 50) / 25 - 0.9803, Double(step / 50) / 25 - 0.9807)
        let distance = outline.distance(to: Point(x: Float(x), y: Float(y)))
        if abs(distance) > 1e-4 { #expect((distance < 0) == encloses(corners, x, y), "\(outline) at \(x), \(y)") }
      }
    }
  }
}
