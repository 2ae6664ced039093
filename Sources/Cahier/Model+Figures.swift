import Figures
import Learning

extension Sequential {
  /// The net as a chain of layers, with the shape that leaves each.
  public var diagram: ModelDiagram {
    let input = ModelDiagram.Layer(
      kind: .input, title: "Input", detail: "", outputShape: inputShape, parameterCount: 0)
    return ModelDiagram(layers: [input] + summary.layers.map(ModelDiagram.Layer.init))
  }
}

extension ModelDiagram.Layer {
  init(_ layer: LayerSummary) {
    self.init(
      kind: Kind(layer.kind), title: layer.title, detail: layer.detail, outputShape: layer.outputShape,
      parameterCount: layer.parameterCount)
  }
}

extension ModelDiagram.Layer.Kind {
  init(_ kind: LayerSummary.Kind) {
    self =
      switch kind {
      case .convolution: .convolution
      case .pooling: .pooling
      case .dense: .dense
      case .dropout: .dropout
      case .normalization: .normalization
      case .activation: .activation
      case .reshape: .reshape
      }
  }
}

extension ModelSummary {
  /// The layers as a table, the sum at the end: memory is what a layer's output takes for one image, multiply-adds what
  /// one image costs forward.
  public var table: Table {
    func shape(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: " × ") }
    return Table(
      columns: [
        "Layer", "Kind", .trailing("Output"), .trailing("Parameters"), .trailing("Memory"),
        .trailing("Mult-adds"),
      ],
      rows: [["input", "Input", shape(inputShape), "", FigureNumber.bytes(4 * inputShape.reduce(1, *)), ""]]
        + layers.map { layer in
          [
            layer.name, layer.detail.isEmpty ? layer.title : "\(layer.title), \(layer.detail)",
            shape(layer.outputShape), layer.parameterCount == 0 ? "" : FigureNumber.count(layer.parameterCount),
            FigureNumber.bytes(layer.outputByteCount),
            layer.multiplyAdds == 0 ? "" : FigureNumber.count(layer.multiplyAdds),
          ]
        },
      footer: [
        [
          "", "All layers, an image", "", FigureNumber.count(parameterCount), FigureNumber.bytes(outputByteCount),
          FigureNumber.count(multiplyAdds),
        ]
      ])
  }
}
