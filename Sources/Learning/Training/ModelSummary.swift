/// The layers of a model with their shapes and sizes; prints as a table.
public struct ModelSummary: Hashable, Codable, Sendable {
  /// `[height, width, channels]`.
  public let inputShape: [Int]
  public let layers: [LayerSummary]
  /// How many of the numbers the optimizer changes.
  public let trainableParameterCount: Int

  /// How many numbers the model holds, trained or kept.
  public var parameterCount: Int {
    layers.reduce(0) { $0 + $1.parameterCount }
  }
}

extension ModelSummary: CustomStringConvertible {
  public var description: String {
    let header = ["Layer", "Output shape", "Parameters"]
    let input = ["Input", "\(inputShape)", ""]
    let rows = layers.map { layer in
      let what = layer.detail.isEmpty ? layer.title : "\(layer.title) (\(layer.detail))"
      return ["\(layer.name): \(what)", "\(layer.outputShape)", Rounding.grouped(layer.parameterCount)]
    }
    let table = [header, input] + rows
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      let name = row[0] + String(repeating: " ", count: widths[0] - row[0].count)
      let shape = row[1] + String(repeating: " ", count: widths[1] - row[1].count)
      let count = String(repeating: " ", count: widths[2] - row[2].count) + row[2]
      return "\(name)  \(shape)  \(count)"
    }
    let rule = String(repeating: "─", count: widths.reduce(4, +))
    var total = "\(Rounding.grouped(parameterCount)) parameters"
    if trainableParameterCount != parameterCount { total += ", \(Rounding.grouped(trainableParameterCount)) trainable" }
    return ([line(header), rule, line(input)] + rows.map(line) + [rule, total]).joined(separator: "\n")
  }
}
