internal import CellOutput
internal import Figures
import Foundation

/// The numbers of a page for programs: the figures and tables as the cells recorded them.
///
/// They stand in a `<template>`, which browsers neither show nor run, as JSON whose every `<`, `>` and `&` is written as
/// an escape: what stands between the tags is the JSON itself. `docs/report-format.md` describes it.
struct ReportData: Encodable {
  /// Raised when the form changes.
  static let currentFormat = 1

  let format = currentFormat
  let title: String
  let parameters: [String: String]
  let figures: [NumberedFigure]
  let tables: [NumberedTable]
  let trainings: [TrainingNote]
  let evaluations: [EvaluationNote]

  struct NumberedFigure: Encodable {
    /// The element's `id` in the page.
    let id: String
    let name: String
    let caption: String?
    /// Without the bytes of pictures, which the drawing has.
    let figure: Figure
  }

  struct NumberedTable: Encodable {
    let id: String?
    let name: String?
    let caption: String?
    let table: Table
  }

  init(title: String, plan: CellPlan, record: Record?, leavesOutVolatile: Bool = false) {
    self.title = title
    parameters = record?.parameters ?? [:]
    var figures: [NumberedFigure] = []
    var tables: [NumberedTable] = []
    var trainings: [TrainingNote] = []
    for output in plan.cells.flatMap(\.outputs) {
      switch output {
      case .figure(let figure, _) where leavesOutVolatile && figure.presentation.isVolatile == true: break
      case .figure(let figure, let caption):
        figures.append(
          NumberedFigure(
            id: caption.identifier, name: caption.name, caption: caption.text, figure: figure))
      case .table(let table, let caption):
        tables.append(
          NumberedTable(id: caption?.identifier, name: caption?.name, caption: caption?.text, table: table))
      case .training(let note): trainings.append(note)
      default: break
      }
    }
    self.figures = figures
    self.tables = tables
    self.trainings = trainings
    evaluations =
      record?.cells.flatMap(\.outputs).compactMap { if case .evaluation(let note) = $0 { note } else { nil } } ?? []
  }

  /// Empty where there is nothing to tell.
  var html: HTML {
    guard !(figures.isEmpty && tables.isEmpty && trainings.isEmpty && evaluations.isEmpty) else { return HTML() }
    let encoder = CellMessage.encoder
    // Pixels: the drawing has them as pictures.
    encoder.dataEncodingStrategy = .custom { _, encoder in
      var container = encoder.singleValueContainer()
      try container.encode("")
    }
    guard let json = try? encoder.encode(self) else { return HTML() }
    return HTML(
      trusted: "<template id=\"report-data\">\(Self.escaped(String(decoding: json, as: UTF8.self)))</template>")
  }

  /// JSON that a parser of HTML leaves alone, without control characters: equal to `json` as JSON.
  private static func escaped(_ json: String) -> String {
    var result = ""
    result.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar.value {
      // `<`, `>` and `&` stand in strings only.
      case 0x3c, 0x3e, 0x26, 0x7f...0x9f, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069:
        result +=
          "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
