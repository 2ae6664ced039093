import Figures

/// Lays out a net as a chain from top to bottom: a box a layer, beside it the shape that leaves it and its parameters;
/// a short one from left to right.
struct ModelDiagramLayout {
  let diagram: ModelDiagram
  let frame: Frame

  private var typesetter: Typesetter { .shared }
  private var boxHeight: Double { frame.isNarrow ? 40 : 28 }
  private let link = 9.0
  private let header = 22.0

  func drawing() -> Drawing {
    let row = ModelRowLayout(diagram: diagram, frame: frame)
    if row.fits { return row.drawing() }
    let count = Double(diagram.layers.count)
    var drawing = Drawing(width: frame.width, height: header + count * (boxHeight + link) + 20)
    guard !diagram.layers.isEmpty else {
      drawing.emptyNote("No layers")
      return drawing
    }
    let shapes = diagram.layers.map { ModelDiagram.text(of: $0.outputShape) }
    let parameters = diagram.layers.map { $0.parameterCount == 0 ? "–" : FigureNumber.count($0.parameterCount) }
    let total = FigureNumber.count(diagram.parameterCount)
    let last = widest(parameters + [total, "Parameters"], .semibold)
    let shape = widest(shapes + ["Output"], .regular)
    // Wider boxes would only tear names and numbers apart.
    let left = 1.0
    let right = min(frame.width, 620) - 1
    let shapeEnd = right - last - 20
    let box = Rect(left, 0, max(shapeEnd - shape - 18 - left, 60), boxHeight)

    drawing.text("Layer", at: left, 11, size: TextSize.tick, .muted)
    drawing.text("Output", at: shapeEnd, 11, size: TextSize.tick, .muted, anchor: .end)
    drawing.text("Parameters", at: right, 11, size: TextSize.tick, .muted, anchor: .end)
    for (index, layer) in diagram.layers.enumerated() {
      let top = header + Double(index) * (boxHeight + link)
      draw(layer, in: Rect(box.x, top, box.width, boxHeight), on: &drawing)
      let line = top + boxHeight / 2 + 4
      drawing.text(shapes[index], at: shapeEnd, line, anchor: .end)
      drawing.text(parameters[index], at: right, line, layer.parameterCount == 0 ? .muted : .ink, anchor: .end)
      if index + 1 < diagram.layers.count {
        drawLink(at: Point(box.midX, top + boxHeight), on: &drawing)
      }
    }
    let bottom = drawing.height - 4
    drawing.stroke(Path(from: Point(shapeEnd - shape, bottom - 17), to: Point(right, bottom - 17)), .grid)
    drawing.text("Total", at: shapeEnd, bottom - 1, weight: .semibold, anchor: .end)
    drawing.text(total, at: right, bottom - 1, weight: .semibold, anchor: .end)
    drawing.gather()
    return drawing
  }

  private func widest(_ texts: [String], _ weight: FontWeight) -> Double {
    texts.map { typesetter.width(of: $0, size: TextSize.label, weight: weight) }.max() ?? 0
  }

  private func draw(_ layer: ModelDiagram.Layer, in box: Rect, on drawing: inout Drawing) {
    let role = layer.kind.role
    let isPlain = layer.kind == .input || layer.kind == .reshape
    drawing.fill(Path(box, radius: 4), role, opacity: isPlain ? 0.07 : 0.13)
    // Dropout is there while training only.
    let outline = Rect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1)
    drawing.stroke(Path(outline, radius: 4), role, opacity: 0.55, dash: layer.kind == .dropout ? [3, 3] : [])
    drawing.fill(Path(Rect(box.x, box.y, 5, box.height), radius: 2), role)
    let room = box.width - 20
    let title = typesetter.fitted(layer.title, into: room, size: TextSize.label, weight: .semibold)
    if frame.isNarrow {
      drawing.text(title, at: box.x + 12, box.y + 16 + (layer.detail.isEmpty ? 8 : 0), weight: .semibold)
      let detail = typesetter.fitted(layer.detail, into: room, size: TextSize.smallest)
      drawing.text(detail, at: box.x + 12, box.y + 31, size: TextSize.smallest, .muted)
    } else {
      let line = box.midY + 4
      drawing.text(title, at: box.x + 14, line, weight: .semibold)
      let used = typesetter.width(of: title, size: TextSize.label, weight: .semibold) + 10
      let detail = typesetter.fitted(layer.detail, into: room - used, size: TextSize.tick)
      drawing.text(detail, at: box.x + 14 + used, line, size: TextSize.tick, .muted)
    }
  }

  private func drawLink(at place: Point, on drawing: inout Drawing) {
    drawing.stroke(Path(from: place, to: Point(place.x, place.y + link - 2)), .axis, width: 1.2)
    var head = Path()
    head.polyline([
      Point(place.x - 3, place.y + link - 4.5), Point(place.x + 3, place.y + link - 4.5),
      Point(place.x, place.y + link),
    ])
    head.elements.append(.close)
    drawing.fill(head, .axis)
  }
}

extension ModelDiagram.Layer.Kind {
  var role: ColorRole {
    switch self {
    case .convolution: .series(0)
    case .dense: .series(3)
    case .pooling: .series(2)
    case .normalization: .series(4)
    case .activation: .series(1)
    case .dropout, .input, .reshape: .series(5)
    }
  }
}
