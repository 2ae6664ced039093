/// How sure a model is of its predictions against how often they are right, bin by bin.
public struct CalibrationChart: FigureContent {
  /// Predictions of about the same confidence.
  public struct Bin: Hashable, Codable, Sendable {
    /// The bin's ends, 0...1.
    public var low, high: Double
    public var count: Int
    /// Mean probability of the predicted class, and share of right predictions; 0...1, without meaning where `count`
    /// is 0.
    public var confidence, accuracy: Double

    public init(low: Double, high: Double, count: Int, confidence: Double, accuracy: Double) {
      self.low = low
      self.high = high
      self.count = count
      self.confidence = confidence
      self.accuracy = accuracy
    }
  }

  public var bins: [Bin]
  /// The mean distance between confidence and accuracy, weighted by the bins' counts, 0...1.
  public var expectedError: Double
  public var presentation: FigurePresentation?

  public init(bins: [Bin], expectedError: Double) {
    self.bins = bins
    self.expectedError = expectedError
  }

  public static let kindName = "Calibration curve"
  public var figure: Figure { .calibration(self) }
}

extension CalibrationChart {
  /// The bins that can be drawn.
  public var known: [Bin] {
    bins.filter { $0.count > 0 && $0.confidence.isFinite && $0.accuracy.isFinite }
  }

  /// Such as "Calibration of 10,000 predictions: expected calibration error 4.2 %. Where the net is 95.3 % sure, 91.0 %
  /// are right: …".
  public var alternativeText: String {
    let known = known
    guard !known.isEmpty else { return "Calibration: no predictions." }
    let total = known.reduce(0) { $0.addingReportingOverflow($1.count).partialValue }
    let mean = known.reduce(0) { $0 + ($1.confidence - $1.accuracy) * Double($1.count) } / Double(total)
    let tendency =
      abs(mean) < 0.005 ? "on the whole neither too sure nor too unsure" : mean > 0 ? "too sure" : "not sure enough"
    let fullest = known.max { $0.count < $1.count } ?? known[0]
    let worst = known.max { abs($0.confidence - $0.accuracy) < abs($1.confidence - $1.accuracy) } ?? known[0]
    var text = """
      Calibration of \(FigureNumber.counted(total, "prediction")): expected calibration error \
      \(FigureNumber.percent(expectedError)); the net is \(tendency). Where most predictions are, it is \
      \(FigureNumber.percent(fullest.confidence)) sure and \(FigureNumber.percent(fullest.accuracy)) are right.
      """
    if worst != fullest {
      text += """
         Furthest apart: \(FigureNumber.percent(worst.confidence)) sure, \(FigureNumber.percent(worst.accuracy)) right \
        (\(FigureNumber.counted(worst.count, "prediction"))).
        """
    }
    return text
  }

  public var dataTable: Table {
    Table(
      columns: ["Probability"] + ["Predictions", "Mean probability", "Right"].map { .trailing($0) },
      rows: bins.map { bin in
        let range = "\(FigureNumber.percent(bin.low, decimals: 0)) – \(FigureNumber.percent(bin.high, decimals: 0))"
        let shares = bin.count > 0 ? [bin.confidence, bin.accuracy].map { FigureNumber.percent($0) } : ["", ""]
        return [range, FigureNumber.count(bin.count)] + shares
      }, footer: [["Expected calibration error", "", "", FigureNumber.percent(expectedError)]])
  }
}
