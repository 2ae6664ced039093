import Figures

extension BinaryFloatingPoint {
  /// A share 0...1 as percent: `0.7266.percent()` is `72.7 %`.
  public func percent(_ decimals: Int = 1) -> String {
    FigureNumber.percent(Double(self), decimals: decimals)
  }

  /// The number with so many decimals: `1.0712.rounded(3)` is `1.071`.
  public func rounded(_ decimals: Int) -> String {
    FigureNumber.decimal(Double(self), decimals: decimals)
  }
}
