import ArgumentParser
import CellOutput
import Foundation
import Learning
import TestSupport
import Testing

@testable import CahierCLI
@testable import Runs

@Suite("Runs on the command line")
struct RunsCommandTests {
  private static let day = 86_400.0
  private static let now = Date(timeIntervalSince1970: 1_795_132_800)

  private func run(
    _ name: String, label: String? = "train", cell: Int = 4, fit: Int = 0, daysAgo: Double = 0, epochs: Int = 3,
    isFinished: Bool = true
  ) -> RunSummary {
    RunSummary(
      run: name + String(repeating: "0", count: 64 - name.count),
      place: RunPlace(notebook: "a.md", cell: cell, label: label, fit: fit), started: Self.now,
      updated: Self.now - daysAgo * Self.day, epochs: epochs, finishedEpochs: isFinished ? [epochs] : [],
      stoppedEarly: false, seconds: 192, accuracy: 0.5, validationAccuracy: 0.7219, loss: 1, validationLoss: nil,
      bytes: 2_345_678)
  }

  @Test("A run is found by the beginning of its name, or as the newest of its cell")
  func references() throws {
    let runs = [run("1a2b3c"), run("1a2f00", label: nil, daysAgo: 1), run("ffee", daysAgo: 2)]
    #expect(try RunReference.find("1A2B", among: runs) == runs[0])
    #expect(try RunReference.find("f", among: runs) == runs[2])
    #expect(try RunReference.find(runs[1].run, among: runs) == runs[1])
    #expect(try RunReference.find("train", among: runs) == runs[0])
    func message(_ text: String) -> String? {
      (#expect(throws: CommandError.self) { try RunReference.find(text, among: runs) })?.errorDescription
    }
    #expect(
      message("1a2")
        == "'1a2' is the beginning of 2 runs: 1a2b3c0000000000, 1a2f000000000000. Give more digits.")
    #expect(message("tarin") == "There is no run 'tarin'. Did you mean 'train'?")
    #expect(message("1a3b3c") == "There is no run '1a3b3c'. Did you mean '1a2b3c0000000000'?")
    #expect(message("zzzzzz") == "There is no run 'zzzzzz'. List them with: cahier runs")
    #expect(message("") == "There is no run ''. List them with: cahier runs")
  }

  @Test("The list has a line a run, in columns")
  func table() {
    let rows = [run("1a2b3c4d5e"), run("ff", label: nil, fit: 1, epochs: 12, isFinished: false)].map(RunWords.row)
    #expect(
      TextTable(columns: RunWords.columns, rows: rows).lines == [
        "Run       Notebook  Cell        Trained                     Epochs  Accuracy        Time    Size",
        "1a2b3c4d  a.md      train       20 Nov 2026, 00:00               3   72.19 %  3 min 12 s  2.3 MB",
        "ff000000  a.md      cell 5 (2)  20 Nov 2026, 00:00  12, unfinished   72.19 %  3 min 12 s  2.3 MB",
      ])
  }

  @Test("Pruning keeps the newest of each fit, and what is young")
  func pruning() {
    let runs = [
      run("1"), run("2", daysAgo: 1), run("3", daysAgo: 40), run("4", label: "other", daysAgo: 50),
      run("5", fit: 1, daysAgo: 60), run("6", daysAgo: 70),
    ]
    func victims(_ keep: Int?, _ days: Double?) -> String {
      RunPruning(keep: keep, age: days.map { $0 * Self.day }).victims(among: runs, now: Self.now)
        .map { String($0.run.prefix(1)) }.joined()
    }
    #expect(victims(1, nil) == "236")
    #expect(victims(2, nil) == "36")
    #expect(victims(0, nil) == "123456")
    #expect(victims(nil, 30) == "3456")
    #expect(victims(1, 30) == "36")
    #expect(victims(1, 100) == "")
    let ages = ["90m": 5400.0, "12h": 43_200, "30d": 2_592_000, "2w": 1_209_600]
    for (text, seconds) in ages { #expect(RunPruning.seconds(text) == seconds) }
    for text in ["", "d", "30", "-3d", "3y", "1.5d", "99999999d"] { #expect(RunPruning.seconds(text) == nil) }
  }

  @Test("Wrong usage of 'runs' exits with 2")
  func usage() {
    for arguments in [
      ["runs", "compare", "a"], ["runs", "prune"], ["runs", "prune", "--older-than", "x"],
      ["runs", "prune", "--keep", "-1"], ["runs", "show"], ["runs", "export", "a"],
    ] {
      do {
        _ = try CahierCommand.parseAsRoot(arguments)
        Issue.record("no error for \(arguments)")
      } catch {
        #expect(ExitStatus.of(error) == 2)
      }
    }
    #expect(
      CommandError.noRunPlace("shw", command: "show").errorDescription
        == "shw: There is no such notebook or folder. Did you mean 'cahier runs show'?")
  }

  private func detail(_ name: String, rate: Double, seed: UInt64) -> RunDetail {
    let recipe = TrainingRecipe(
      architecture: ["Input([2, 2, 1])", "Dense(2)"], initialWeights: [], trainingData: "aa", validationData: "bb",
      optimizer: "adam(learningRate: \(rate))", loss: "crossEntropy", batchSize: 32, epochs: 2, callbacks: [],
      seed: seed, numericsVersion: 1)
    let history = History(
      epochs: (1...2).map { number in
        History.Epoch(
          number: number, loss: 1 / Double(number), accuracy: 0.4, validationLoss: 0.9,
          validationAccuracy: number == 1 ? 0.6 : 0.5, learningRate: rate, seconds: 1)
      })
    return RunDetail(summary: run(name), key: RunKey(recipe), history: history, weights: [])
  }

  @Test("A comparison shows the settings that differ, all results, and every curve in one figure")
  func comparison() throws {
    let comparison = RunComparison([detail("aa", rate: 0.1, seed: 1), detail("bb", rate: 0.2, seed: 1)])
    #expect(comparison.settings.map(\.name) == ["learning rate"])
    #expect(comparison.settings[0].values == ["0.1", "0.2"])
    #expect(comparison.results.first { $0.name == "Best validation accuracy" }?.values[0] == "60.00 %, epoch 1")
    #expect(comparison.curves.panels.map(\.series.count) == [4, 4])
    let page = try ComparisonPage(comparison: comparison).html()
    #expect(page.contains("2 runs compared") && page.contains("aa000000 train, validation") && page.contains("0.2"))
    #expect(!page.contains("<pre class=\"code\""))
    let equal = RunComparison([detail("aa", rate: 0.1, seed: 1), detail("cc", rate: 0.1, seed: 1)])
    #expect(try ComparisonPage(comparison: equal).html().contains("The runs have the same settings."))
  }
}
