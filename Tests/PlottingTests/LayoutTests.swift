import Figures
import Testing

@testable import Plotting

/// What holds for every figure's layout, wide and narrow.
struct LayoutTests {
  private static let widths = [FigureRenderer.narrowWidth, FigureRenderer.defaultWidth]
  private static let names = Samples.all.map(\.name)

  private func labels(_ name: String, width: Double) throws -> (drawing: Drawing, labels: [Label]) {
    let figure = try #require(Samples.all.first { $0.name == name }).figure
    let drawing = figure.drawing(in: Frame(width: width, height: nil))
    return (drawing, drawing.marks.compactMap { if case .text(let label) = $0 { label } else { nil } })
  }

  @Test("On a page of 390 pixels no text is smaller than 9 pixels", arguments: names)
  func textSize(name: String) throws {
    // A page keeps at most 16 pixels at either side of a figure.
    let scale = (390.0 - 32) / FigureRenderer.narrowWidth
    for label in try labels(name, width: FigureRenderer.narrowWidth).labels {
      #expect(label.size * scale >= 9, "\(label.text) has \(label.size) pixels")
    }
  }

  @Test("No text leaves the figure", arguments: names, widths)
  func inside(name: String, width: Double) throws {
    let (drawing, labels) = try labels(name, width: width)
    for label in labels where label.rotation == 0 {
      let start = label.origin.x + label.leading
      let end = start + Typesetter.shared.width(of: label.text, size: label.size, weight: label.weight)
      #expect(start >= -0.5 && end <= drawing.width + 0.5, "\(label.text) from \(start) to \(end)")
      #expect(label.origin.y <= drawing.height + 0.5 && label.origin.y >= label.size * 0.6, "\(label.text)")
    }
  }

  @Test("No two texts lie on each other", arguments: names, widths)
  func apart(name: String, width: Double) throws {
    let boxes = try labels(name, width: width).labels.filter { $0.rotation == 0 }.map { label in
      let width = Typesetter.shared.width(of: label.text, size: label.size, weight: label.weight)
      // As high as small letters: the boxes of neighbouring lines may touch.
      let box = Rect(label.origin.x + label.leading, label.origin.y - label.size * 0.55, width, label.size * 0.55)
      return (text: label.text, box: box)
    }
    for first in boxes.indices {
      for second in boxes[..<first] {
        let (one, other) = (boxes[first].box, second.box)
        let overlaps =
          one.x + 0.5 < other.maxX && other.x + 0.5 < one.maxX && one.y + 0.5 < other.maxY && other.y + 0.5 < one.maxY
        #expect(!overlaps, "\(boxes[first].text) and \(second.text)")
      }
    }
  }

  @Test("Labels of events stay readable however close their places are: none is dropped, none covered")
  func events() {
    for places in [[10, 12, 14], [100, 100, 100, 100], [0, 280, 300], [150, 155]] as [[Double]] {
      let labels = EventLabels(places.map { ("epoch \(Int($0)) is best", $0) }, within: 0...300)
      #expect(labels.placed.count == places.count)
      for (index, label) in labels.placed.enumerated() {
        #expect(label.start >= 0 && label.end <= 300)
        for other in labels.placed[..<index] where other.row == label.row {
          #expect(label.start >= other.end || other.start >= label.end)
        }
      }
      #expect(labels.rows <= places.count)
    }
  }

  @Test("A line that leaves its axis is cut at the plot's edge")
  func clipping() {
    let frame = Rect(0, 0, 10, 10)
    let path = Path(line: [Point(-5, 5), Point(5, 5), Point(5, 20), Point(30, 30)], clippedTo: frame)
    #expect(path.elements == [.move(Point(0, 5)), .line(Point(5, 5)), .line(Point(5, 10))])
    #expect(Path(line: [Point(-5, -5), Point(-1, 20)], clippedTo: frame).elements.isEmpty)
  }

  @Test("Pictures begin where the text begins")
  func leftAligned() throws {
    for name in ["samples", "filters", "predictions"] {
      let figure = try #require(Samples.all.first { $0.name == name }).figure
      for width in LayoutTests.widths {
        let frames = figure.drawing(in: Frame(width: width, height: nil)).marks.compactMap { mark in
          if case .image(_, let frame) = mark { frame } else { nil }
        }
        #expect(frames.map(\.x).min() == 0)
      }
    }
  }
}
