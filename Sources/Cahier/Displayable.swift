public import CellOutput
public import Figures

/// A value that appears in the report as something better than text: a figure, a table, or several.
///
/// Conform a type of your own and the last expression of a cell, or `show`, draws it:
///
///     extension Experiment: Displayable {
///       nonisolated var cellOutputs: [CellOutput] { history.curves(.loss).cellOutputs + table.cellOutputs }
///     }
public protocol Displayable {
  nonisolated var cellOutputs: [CellOutput] { get }
}

extension Displayable where Self: FigureContent {
  public nonisolated var cellOutputs: [CellOutput] { [.figure(figure)] }
}

extension LineChart: Displayable {}
extension BarChart: Displayable {}
extension ConfusionMatrixChart: Displayable {}
extension ImageGrid: Displayable {}
extension ModelDiagram: Displayable {}
extension ScatterChart: Displayable {}
extension Histogram: Displayable {}
extension Heatmap: Displayable {}
extension CalibrationChart: Displayable {}
extension SmallMultiples: Displayable {}

extension Figure: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { [.figure(self)] }
}

extension Table: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { [.table(self)] }
}

extension CellOutput: Displayable {
  public nonisolated var cellOutputs: [CellOutput] { [self] }
}
