/// How an axis is drawn where its data does not decide.
public struct AxisOptions: Hashable, Codable, Sendable {
  public enum Scale: String, Hashable, Codable, Sendable {
    case linear
    /// By powers of ten; what is not above zero cannot be shown.
    case log
  }

  public var label: String?
  public var scale: Scale?
  /// The ends of the axis; `nil` leaves them to the data.
  public var low, high: Double?
  /// Whether values are shares 0...1 that read better as percent.
  public var isPercent: Bool?

  public init(
    label: String? = nil, scale: Scale? = nil, low: Double? = nil, high: Double? = nil, isPercent: Bool? = nil
  ) {
    self.label = label
    self.scale = scale
    self.low = low
    self.high = high
    self.isPercent = isPercent
  }
}

/// A figure with a horizontal and a vertical axis, and the modifiers of Swift Charts for them.
///
/// ```swift
/// history.curves(.loss).chartYScale(type: .log).chartXAxisLabel("Epoch of training")
/// ```
public protocol AxisChart: FigureContent {
  var xAxis: AxisOptions? { get set }
  var yAxis: AxisOptions? { get set }
}

extension AxisChart {
  /// Sets the ends of the horizontal axis, or draws it by powers of ten.
  public func chartXScale(domain: ClosedRange<Double>? = nil, type: AxisOptions.Scale? = nil) -> Self {
    changed(\.xAxis) { $0.set(domain, type) }
  }

  /// Sets the ends of the vertical axis, or draws it by powers of ten.
  public func chartYScale(domain: ClosedRange<Double>? = nil, type: AxisOptions.Scale? = nil) -> Self {
    changed(\.yAxis) { $0.set(domain, type) }
  }

  public func chartXAxisLabel(_ label: String) -> Self {
    changed(\.xAxis) { $0.label = label }
  }

  public func chartYAxisLabel(_ label: String) -> Self {
    changed(\.yAxis) { $0.label = label }
  }

  private func changed(_ axis: WritableKeyPath<Self, AxisOptions?>, _ change: (inout AxisOptions) -> Void) -> Self {
    var result = self
    var options = result[keyPath: axis] ?? AxisOptions()
    change(&options)
    result[keyPath: axis] = options
    return result
  }
}

extension AxisOptions {
  fileprivate mutating func set(_ domain: ClosedRange<Double>?, _ type: Scale?) {
    low = domain?.lowerBound ?? low
    high = domain?.upperBound ?? high
    scale = type ?? scale
  }
}
