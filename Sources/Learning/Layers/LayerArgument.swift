/// One argument of a layer, as it is written in code.
public struct LayerArgument: Hashable, Sendable {
  /// `nil` for an argument without a label.
  public let label: String?
  public let value: String
  /// Whether the layer has this value also where the argument is left out.
  public let isDefault: Bool

  init(_ label: String?, _ value: some CustomStringConvertible, isDefault: Bool = false) {
    self.label = label
    self.value = value.description
    self.isDefault = isDefault
  }

  /// Such as `filters: 32`.
  var text: String {
    label.map { "\($0): \(value)" } ?? value
  }
}
