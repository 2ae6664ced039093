internal import CellOutput
internal import Crypto
import Foundation
internal import Notebooks

/// Where a report comes from: the rows of its footer.
struct Provenance {
  struct Row {
    let name: String
    let value: String
  }

  let rows: [Row]

  init(notebook: Notebook, record: Record?) {
    let digest = SHA256.hash(data: Data(notebook.source.utf8)).map { String(format: "%02x", $0) }.joined()
    let trainings = (record?.cells ?? []).flatMap(\.outputs).compactMap { output in
      if case .training(let note) = output { note } else { nil }
    }
    let file = notebook.path.split(separator: "/").last.map(String.init) ?? notebook.path
    var rows = [Row(name: "Notebook", value: "\(file), \(Self.short(digest))")]
    if let parameters = record?.parameters, !parameters.isEmpty {
      let order = notebook.frontMatter.parameters.map(\.name)
      let names = order.filter { parameters[$0] != nil } + parameters.keys.filter { !order.contains($0) }.sorted()
      rows.append(
        Row(name: "Parameters", value: names.map { "\($0) = \(parameters[$0] ?? "")" }.joined(separator: ", ")))
    }
    rows += Self.rows(of: trainings)
    if let volatile = record?.volatile {
      rows.append(
        Row(
          name: "Run",
          value: "\(Quantities.moment(volatile.started)), in \(Quantities.duration(seconds: volatile.seconds))"))
      // None is known where the program was never started.
      let threads =
        switch volatile.threads {
        case 0: ""
        case 1: "1 thread"
        default: "\(volatile.threads) threads"
        }
      let machine = [volatile.host, threads, volatile.instructionSet].filter { !$0.isEmpty }
      rows.append(Row(name: "Machine", value: machine.joined(separator: ", ")))
      if let commit = volatile.gitCommit {
        let state =
          switch volatile.gitIsClean {
          case true?: ", clean"
          case false?: ", with uncommitted changes"
          case nil: ""
          }
        rows.append(Row(name: "Git commit", value: commit.prefix(12) + state))
      }
    }
    let swift = record?.volatile?.swift.map { ", Swift \($0)" } ?? ""
    rows.append(Row(name: "Made with", value: "Cahier \(CahierVersion.current)\(swift)"))
    self.rows = rows
  }

  /// What was trained on what: each data set once, seeds and weights of every training.
  private static func rows(of notes: [TrainingNote]) -> [Row] {
    let trainings = notes.compactMap(\.facts)
    var data: [String] = []
    for facts in trainings {
      let name = facts.data.isEmpty ? "training images" : facts.data
      for part in ["\(name), \(short(facts.trainingDigest))"]
        + (facts.validationDigest.map { ["validation images, \(short($0))"] } ?? []) where !data.contains(part)
      {
        data.append(part)
      }
    }
    let weights = trainings.compactMap { $0.weightsDigest.map(short) }
    return [
      Row(name: "Data", value: data.joined(separator: "; ")),
      Row(name: "Data from", value: each(notes.compactMap(\.volatile?.dataOrigin)).joined(separator: "; ")),
      Row(name: "Data licence", value: each(trainings.compactMap(\.licence)).joined(separator: " ")),
      Row(name: "Seed", value: each(trainings.map { String($0.seed) }).joined(separator: ", ")),
      Row(name: "Weights", value: weights.joined(separator: "; ")),
    ].filter { !$0.value.isEmpty }
  }

  /// Each once, in the order in which they come.
  private static func each(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }

  private static func short(_ digest: String) -> String { "SHA-256 \(digest.prefix(16))…" }
}
