import Figures
import Foundation

/// Lays out a short net from left to right: a block a layer, as high as its picture is large and as wide as it has
/// channels, with shape and parameters beneath.
struct ModelRowLayout {
  let diagram: ModelDiagram
  let frame: Frame

  private static let mostLayers = 8
  private static let mostLines = 3

  private var typesetter: Typesetter { .shared }
  private var pitch: Double { frame.width / Double(max(diagram.layers.count, 1)) }
  private let blockHeight = 96.0

  /// Whether all words have room beneath their blocks.
  var fits: Bool {
    guard !frame.isNarrow, (1...ModelRowLayout.mostLayers).contains(diagram.layers.count) else { return false }
    return diagram.layers.allSatisfy { layer in
      let words = [(layer.title, FontWeight.semibold), (ModelDiagram.text(of: layer.outputShape), .regular)]
      let lines = lines(of: layer)
      return words.allSatisfy { typesetter.width(of: $0, size: TextSize.tick, weight: $1) <= pitch - 6 }
        && lines.count <= ModelRowLayout.mostLines
        && lines.allSatisfy { typesetter.width(of: $0, size: TextSize.smallest) <= pitch - 4 }
    }
  }

  func drawing() -> Drawing {
    let most = diagram.layers.map { lines(of: $0).count }.max() ?? 0
    let top = blockHeight + 22
    let shapeLine = top + 6 + Double(most) * 14 + 16
    var drawing = Drawing(width: frame.width, height: shapeLine + 46)
    for (index, layer) in diagram.layers.enumerated() {
      let center = pitch * (Double(index) + 0.5)
      draw(layer, at: center, on: &drawing)
      drawing.text(
        layer.title, at: center, top, size: TextSize.tick, weight: .semibold, anchor: .middle)
      for (row, line) in lines(of: layer).enumerated() {
        drawing.text(
          line, at: center, top + 15 + Double(row) * 14, size: TextSize.smallest, .muted, anchor: .middle)
      }
      drawing.text(
        ModelDiagram.text(of: layer.outputShape), at: center, shapeLine, size: TextSize.tick, anchor: .middle)
      let count = layer.parameterCount == 0 ? "–" : FigureNumber.count(layer.parameterCount)
      drawing.text(
        count, at: center, shapeLine + 16, size: TextSize.tick, layer.parameterCount == 0 ? .muted : .ink,
        anchor: .middle)
      if index > 0 { drawLink(from: diagram.layers[index - 1], to: layer, before: center, on: &drawing) }
    }
    drawing.stroke(Path(from: Point(0, shapeLine + 24), to: Point(frame.width, shapeLine + 24)), .grid)
    drawing.text(
      "Output and parameters of each layer, \(FigureNumber.counted(diagram.parameterCount, "parameter")) in all", at: 0,
      shapeLine + 40, size: TextSize.tick, .muted)
    drawing.gather()
    return drawing
  }

  private func draw(_ layer: ModelDiagram.Layer, at center: Double, on drawing: inout Drawing) {
    let (width, height) = size(of: layer)
    let box = Rect(center - width / 2, (blockHeight - height) / 2, width, height)
    let role = layer.kind.role
    drawing.fill(Path(box, radius: 3), role, opacity: layer.kind == .input ? 0.1 : 0.22)
    let outline = Rect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1)
    drawing.stroke(Path(outline, radius: 3), role, width: 1.2, dash: layer.kind == .dropout ? [3, 3] : [])
  }

  private func drawLink(
    from previous: ModelDiagram.Layer, to layer: ModelDiagram.Layer, before center: Double, on drawing: inout Drawing
  ) {
    let y = blockHeight / 2
    let start = center - pitch + size(of: previous).width / 2 + 5
    let end = center - size(of: layer).width / 2 - 5
    guard end > start + 6 else { return }
    drawing.stroke(Path(from: Point(start, y), to: Point(end - 3, y)), .axis, width: 1.2)
    var head = Path()
    head.polyline([Point(end - 5, y - 3.5), Point(end - 5, y + 3.5), Point(end, y)])
    head.elements.append(.close)
    drawing.fill(head, .axis)
  }

  /// By powers of two: a block half as high is not half a picture but far less.
  private func size(of layer: ModelDiagram.Layer) -> (width: Double, height: Double) {
    let shape = layer.outputShape
    let isPicture = shape.count == 3
    let side = isPicture ? Double(max(shape[0], 1)) : Double(max(shape.first ?? 1, 1)).squareRoot()
    let channels = isPicture ? Double(max(shape[2], 1)) : 1
    let widest = min(pitch * 0.5, 56)
    return (
      10 + (widest - 10) * min(log2(channels + 1) / 9, 1), 16 + (blockHeight - 16) * min(log2(side + 1) / 5.1, 1)
    )
  }

  /// The layer's options in lines that fit.
  private func lines(of layer: ModelDiagram.Layer) -> [String] {
    var lines: [String] = []
    for part in layer.detail.split(separator: ", ").map(String.init) {
      let joined = lines.last.map { "\($0), \(part)" }
      if let joined, typesetter.width(of: joined, size: TextSize.smallest) <= pitch - 8 {
        lines[lines.count - 1] = joined
      } else {
        lines.append(part)
      }
    }
    return lines
  }
}
