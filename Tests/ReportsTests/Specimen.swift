import CellOutput
import Figures
import Foundation
import Notebooks

@testable import Reports

/// A page with one of everything.
enum Specimen {
  static let notebook = Sample.notebook(
    blocks, cells: cells, expressions: ["test.accuracy"],
    matter: { matter in
      matter.title = "A small net on ten kinds of shapes"
      matter.subtitle = "What five epochs of training buy, and which classes stay confused"
      matter.author = "Ada Example"
      matter.date = "21 November 2026"
      matter.parameters = [Parameter(name: "epochs", value: .integer(5), line: 4)]
    }, path: "notebooks/specimen.md", source: "specimen")

  static let record: Record = {
    var record = Sample.record(
      notebook, outputs, statuses: [.finished, .finished, .finished, .finished, .failed, .finished, .failed, .notRun],
      values: ["93.4 %"],
      volatile: Record.Volatile(
        started: Date(timeIntervalSince1970: 1_795_231_320), seconds: 41.3, threads: 2, instructionSet: "avx512",
        host: "workbench", gitCommit: "0123456789abcdef0123", gitIsClean: true))
    record.parameters = ["epochs": "5"]
    record.status = .failed
    record.problem = failure
    record.cells[2].seconds = 38.2
    record.cells[1].seconds = 2.4
    return record
  }()

  static func html() throws -> String {
    try Report(notebook: notebook, record: record).html()
  }

  // MARK: Prose

  private static let blocks: [MarkdownBlock] = [
    .paragraph([
      .text("A convolutional network looks at a picture through small windows. This page trains one on "),
      .strong([.text("ten kinds of shapes")]),
      .text(
        ", drawn by the library itself, and asks which of them it takes for which. On pictures it has never seen, "),
      .text("it names "), .inlineValue(0), .text(" of them right; "), .crossReference(label: "fig-confusion", line: 9),
      .text(" shows where the rest goes, and "), .crossReference(label: "tbl-classes", line: 9),
      .text(" says how many there are of each."), .footnoteReference(label: "seed"),
    ]),
    .heading(level: 2, content: [.text("The data")], identifier: "the-data"),
    .paragraph([
      .text("Every picture has "), .code("32 × 32"), .text(" pixels in three colours. "),
      .emphasis([.text("Circle")]), .text(" and "), .emphasis([.text("ring")]),
      .text(" are close relatives on purpose, so a good net is not a perfect one. More is in the "),
      .link(destination: "https://example.org/shapes", title: "", content: [.text("description of the set")]),
      .text("; "), .crossReference(label: "fig-balance", line: 12), .text(" counts the classes."),
    ]),
    .cell(0),
    .list(
      start: nil, isTight: true,
      items: [
        .init(isDone: true, content: [.paragraph([.text("look at the pictures before training")])]),
        .init(isDone: false, content: [.paragraph([.text("try a wider net")])]),
      ]),
    .heading(level: 3, content: [.text("Class by class, in "), .code("numbers")], identifier: "class-by-class"),
    .cell(1),
    .quote([.paragraph([.text("The purpose of computing is insight, not numbers. — R. W. Hamming")])]),
    .heading(level: 2, content: [.text("Training")], identifier: "training"),
    .paragraph([.text("What has been trained once is kept. The loop below writes to both streams.")]),
    .cell(2),
    .cell(3),
    .heading(level: 4, content: [.text("A level too deep")], identifier: "a-level-too-deep"),
    .list(
      start: 3, isTight: false,
      items: [
        .init(
          isDone: nil,
          content: [
            .paragraph([
              .text(
                "third thing, which is long enough to fill more than a line of a "
                  + "page of ordinary width, so that its second line shows the indent")
            ])
          ]),
        .init(
          isDone: nil,
          content: [.paragraph([.text("fourth thing")]), .code(language: "python", text: "model.fit(x, y)\n")]),
      ]),
    .table(
      alignments: [.left, .right, .center], header: [[.text("net")], [.text("accuracy")], [.text("chosen")]],
      rows: [
        [[.text("three blocks")], [.text("93.4 %")], [.text("✓")]], [[.text("two blocks")], [.text("88.0 %")], []],
      ]),
    .html("<div onclick=\"alert(1)\">raw HTML is shown</div>\n"),
    .thematicBreak,
    .heading(level: 2, content: [.text("When something fails")], identifier: "when-something-fails"),
    .cell(4), .cell(5), .cell(6), .cell(7),
    .footnote(label: "seed", content: [.paragraph([.text("With seed 7; other seeds differ by half a percent.")])]),
  ]

  // MARK: Cells

  private static let cells: [Cell] = [
    Sample.cell(
      0,
      """
      import Cahier

      /// How many pictures the net learns from.
      let shapes = Shapes(train: 5_000, test: 1_000, seed: 1)
      shapes.train.classBalance  // a bar a class
      """
    ) {
      $0.label = "fig-balance"
      $0.figureCaption = "Training pictures by class. Some classes are drawn more often than others on purpose."
    },
    Sample.cell(1, "shapes.train.summary") {
      $0.label = "tbl-classes"
      $0.tableCaption = "Pictures of each class, in the training set and in the test set."
    },
    Sample.cell(
      2,
      """
      let history = try await model.fit(shapes.train, validation: shapes.test, epochs: params.epochs, batchSize: 64, \
      optimizer: .adam(learningRate: 1e-3))
      history.curves(.loss, .accuracy)
      """
    ) {
      $0.label = "fig-curves"
      $0.figureCaption = "Loss and accuracy over the epochs."
      $0.codeFold = true
      $0.codeSummary = "The training loop"
    },
    Sample.cell(
      3,
      """
      for name in ["circle", "ring"] where name != "ring" { print("\\(name): \\(index * 2)") }
      try model.evaluate(shapes.test).confusionMatrix
      """
    ) {
      $0.label = "fig-confusion"
      $0.figureCaption = "Counts on the test set: rows are the true classes, columns the predicted ones."
    },
    Sample.cell(4, "try Sequential(input: [8, 8, 128]) { Dense(10) }") { $0.error = true },
    Sample.cell(5, "let hidden = 1") { $0.eval = false },
    Sample.cell(6, "let values = [1, 2, 3]\nvalues[params.epochs]") { $0.label = "trap" },
    Sample.cell(7, "print(values)"),
  ]

  static let failure = Problem(
    kind: .trapped, file: "notebooks/specimen.md", line: 63, column: 7, summary: "Index out of range",
    remedy: "The cell was ended by the system; what it printed before is above.",
    detail: "Fatal error: Index out of range\n  at specimen.md:63:7")

  private static let outputs: [[CellOutput]] = [
    [.figure(balance)],
    [.table(classes)],
    [
      .training(
        .init(epochs: 5, stoppedEarly: true, volatile: .init(reused: false, seconds: 36.9, imagesPerSecond: 4210))),
      .figure(curves),
    ],
    [
      .standardOutput("circle: 2\n\u{1b}[1mring\u{1b}[0m: 4\n"), .standardError("warning: the plotter is out of ink\n"),
      .text("Evaluation(loss: 0.214, accuracy: 0.934)"), .figure(confusion),
      .warning(
        Problem(
          kind: .compiler, file: "specimen.md", line: 41, column: 5,
          summary: "variable 'x' was never mutated; consider changing to 'let' constant")),
    ],
    [
      .failure(
        Problem(
          kind: .thrown, file: "specimen.md", line: 52, summary: "Dense(10) needs a flat input, got [8, 8, 128].",
          remedy: "Add Flatten() before it."))
    ],
    [], [.standardOutput("before the trap\n"), .failure(failure)], [],
  ]

  private static let names = [
    "circle", "ring", "square", "frame", "triangle", "star", "cross", "heart", "moon", "arrow",
  ]

  private static let balance = Figure.barChart(
    BarChart(
      categoryLabel: "Class", valueLabel: "Images",
      bars: names.enumerated().map { .init(label: $1, value: Double(400 + 37 * ($0 * 7 % 10))) }))

  private static let classes = Table(
    columns: [.init("class"), .init("training", alignment: .trailing), .init("test", alignment: .trailing)],
    rows: names.enumerated().map { [$1, "\(400 + 37 * ($0 * 7 % 10))", "\(80 + 5 * ($0 * 3 % 10))"] },
    footer: [["all", "5,665", "1,025"]])

  private static let curves: Figure = {
    let epochs = (1...5).map(Double.init)
    func series(_ name: String, _ role: LineChart.Series.Role, _ y: [Double]) -> LineChart.Series {
      LineChart.Series(name: name, x: epochs, y: y, role: role, group: "net")
    }
    return .lineChart(
      LineChart(
        xLabel: "Epoch",
        panels: [
          .init(
            title: "Loss", yLabel: "Cross-entropy",
            series: [
              series("training", .training, [1.8, 0.9, 0.5, 0.31, 0.2]),
              series("validation", .validation, [1.4, 0.7, 0.41, 0.29, 0.31]),
            ], markers: [.init(x: 4, y: 0.29, label: "best")]),
          .init(
            title: "Accuracy", yLabel: "Share",
            series: [
              series("training", .training, [0.4, 0.7, 0.83, 0.9, 0.94]),
              series("validation", .validation, [0.5, 0.77, 0.87, 0.92, 0.934]),
            ], isPercent: true),
        ]))
  }()

  private static let confusion = Figure.confusionMatrix(
    ConfusionMatrixChart(
      classNames: names,
      counts: (0..<10).map { row in
        (0..<10).map { column in row == column ? 92 : (row / 2 == column / 2 ? 6 : (row * column) % 3) }
      }))
}
