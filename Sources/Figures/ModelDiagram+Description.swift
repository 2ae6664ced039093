extension ModelDiagram {
  /// Such as "A net of 15 layers with 427,306 parameters, from 32 × 32 × 3 to 10 values: Conv2D 3×3, 16 filters; …".
  public var alternativeText: String {
    let net = layers.filter { $0.kind != .input }
    guard let first = layers.first, let last = layers.last, !net.isEmpty else { return "A net without layers." }
    let start = first.kind == .input ? " from \(ModelDiagram.text(of: first.outputShape))" : ""
    var steps: [(text: String, count: Int)] = []
    for layer in net {
      let text = layer.detail.isEmpty ? layer.title : "\(layer.title) (\(layer.detail))"
      if steps.last?.text == text { steps[steps.count - 1].count += 1 } else { steps.append((text, 1)) }
    }
    let chain = steps.map { $0.count > 1 ? "\($0.count) times \($0.text)" : $0.text }.joined(separator: ", ")
    return """
      A net of \(FigureNumber.counted(net.count, "layer")) with \(FigureNumber.counted(parameterCount, "parameter")),\
      \(start) to \(ModelDiagram.text(of: last.outputShape)): \(chain).
      """
  }

  /// One row a layer, the sum of the parameters at the end.
  public var dataTable: Table {
    Table(
      columns: [
        .init("Layer"), .init("Options"), .init("Output", alignment: .trailing),
        .init("Parameters", alignment: .trailing),
      ],
      rows: layers.map {
        [$0.title, $0.detail, ModelDiagram.text(of: $0.outputShape), FigureNumber.count($0.parameterCount)]
      },
      footer: [["Total", "", "", FigureNumber.count(parameterCount)]])
  }

  /// A shape as it is read: `32 × 32 × 3`.
  public static func text(of shape: [Int]) -> String {
    shape.map(String.init).joined(separator: " × ")
  }
}
