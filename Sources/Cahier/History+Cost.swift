import Figures
import Learning

extension History {
  /// Draws what training cost: seconds and images a second of every epoch. Both differ from run to run.
  ///
  /// - Parameter images: how many images an epoch visits.
  public func cost(images: Int) -> LineChart {
    let x = epochs.map { Double($0.number) }
    func panel(_ title: String, _ unit: String, _ values: [Double]) -> LineChart.Panel {
      LineChart.Panel(
        title: title, yLabel: unit, series: [.init(name: title, x: x, y: values)],
        yAxis: AxisOptions(low: 0))
    }
    let rates = epochs.map { $0.seconds > 0 ? Double(images) / $0.seconds : .nan }
    return LineChart(
      xLabel: "Epoch",
      panels: [
        panel("Time of an epoch", "seconds", epochs.map(\.seconds)), panel("Speed", "images per second", rates),
      ]
    ).volatile()
  }
}
