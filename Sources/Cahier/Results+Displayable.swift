public import CellOutput
public import Datasets
public import Learning

// What the values of `Learning` and `Datasets` look like when a cell ends with one.

extension ConfusionMatrix: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { chart.cellOutputs }
}

extension ClassificationReport: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { table.cellOutputs }
}

extension Calibration: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { chart.cellOutputs }
}

extension ModelSummary: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { table.cellOutputs }
}

extension ImageDataset: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { overview.cellOutputs }
}

extension History: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { table.cellOutputs }
}
