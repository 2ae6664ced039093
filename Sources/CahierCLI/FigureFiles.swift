import Foundation
import Plotting
import Reports

/// Writes a report's figures as files: `fig-loss.png` and `fig-loss.pdf`.
struct FigureFiles {
  let folder: String

  /// Makes the folder and finds out whether files can be written to it, before an hour of training is spent.
  func prepare() throws {
    try OutputFile(path: OutputPlace.absolute("\(folder)/figure.png")).prepare()
  }

  func write(_ figures: [Report.NumberedFigure]) throws {
    for figure in figures {
      let renderer = FigureRenderer(width: figure.width ?? FigureRenderer.defaultWidth, height: figure.height)
      try write(renderer.png(for: figure.figure), "\(figure.identifier).png")
      try write(renderer.pdf(for: figure.figure), "\(figure.identifier).pdf")
    }
  }

  private func write(_ data: Data, _ name: String) throws {
    let file = OutputFile(path: OutputPlace.absolute("\(folder)/\(name)"))
    try file.prepare()
    try file.write(data)
  }
}
