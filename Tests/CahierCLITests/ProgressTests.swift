import CellOutput
import Notebooks
import Synchronization
import Testing

@testable import CahierCLI

@Suite struct ProgressTests {
  private static func note(_ epoch: Int = 12, ended: Bool = false) -> ProgressNote {
    ProgressNote(
      epoch: epoch, epochs: 50, images: 20_000, imagesPerEpoch: 50_000, imagesPerSecond: 4210.4, loss: 0.81234,
      accuracy: 0.7191, validationLoss: ended ? 0.93 : nil, validationAccuracy: ended ? 0.68 : nil,
      secondsRemaining: 192, epochEnded: ended)
  }

  /// All that a reporter writes.
  private static func written(isInteractive: Bool, _ body: (ProgressReporter) -> Void) -> String {
    let log = Log()
    body(ProgressReporter(isInteractive: isInteractive, width: { 120 }, write: { log.append($0) }))
    return log.text
  }

  private final class Log: Sendable {
    private let parts = Mutex("")

    func append(_ part: String) { parts.withLock { $0 += part } }
    var text: String { parts.withLock { $0 } }
  }

  @Test("A bar fits any terminal and says as much as it can", arguments: [10, 40, 60, 80, 100, 120, 200])
  func bar(width: Int) {
    for validation in [nil, (0.93, 0.68)] as [(Double, Double?)?] {
      let bar = ProgressLine(progress: Self.note(), validation: validation).bar(width: width)
      #expect(bar.count < width)
      #expect(bar.hasPrefix("Epoch 12/50".prefix(width - 1)))
      if width >= 60 { #expect(bar.hasSuffix("3 min 12 s left")) }
    }
  }

  @Test("A wide bar shows rate, loss and accuracy of both sets, and the time left")
  func wideBar() {
    #expect(
      ProgressLine(progress: Self.note(), validation: (0.93, 0.68)).bar(width: 140)
        == "Epoch 12/50  ━━━━━━━━━━━━──────────────────  4,210 images/s  loss 0.8123  accuracy 71.9 %  "
        + "validation 0.9300, 68.0 %  3 min 12 s left")
  }

  @Test("Numbers that are none are shown as such")
  func oddNumbers() {
    var note = Self.note()
    note.loss = .nan
    note.accuracy = .infinity
    note.imagesPerEpoch = 0
    note.secondsRemaining = .infinity
    note.imagesPerSecond = .nan
    #expect(
      ProgressLine(progress: note, validation: nil).bar(width: 120).contains("– images/s  loss nan  accuracy inf"))
  }

  @Test("A log has a line for each cell and each epoch")
  func log() {
    let cell = CellPosition(index: 2, count: 9, label: "train")
    let text = Self.written(isInteractive: false) { reporter in
      reporter.compilationStarted()
      reporter.compilationFinished(seconds: 1.34, reused: false)
      reporter.cellStarted(CellPosition(index: 0, count: 9, label: nil))
      reporter.cellFinished(CellPosition(index: 0, count: 9, label: nil), status: .finished, seconds: 0.04)
      reporter.cellStarted(cell)
      reporter.trainingProgressed(Self.note())
      reporter.trainingProgressed(Self.note(ended: true))
      reporter.cellFinished(cell, status: .finished, seconds: 12.4)
      reporter.cellStarted(cell)
      reporter.cellFinished(cell, status: .failed, seconds: 0.1)
      reporter.cellStarted(cell)
      reporter.finish()
      reporter.finish()
    }
    #expect(
      text == """
        Compiling the cells … 1.3 s
        Cell 1/9 … 0.0 s
        Cell 3/9 'train' …
          Epoch 12/50: loss 0.8123, accuracy 71.9 %, validation loss 0.9300, validation accuracy 68.0 %, \
        4,210 images/s, 3 min 12 s left
        Cell 3/9 'train' … 12.4 s
        Cell 3/9 'train' … failed after 0.1 s
        Cell 3/9 'train' …

        """)
  }

  @Test("On a terminal the bar is rewritten in place, and validation stays known in the next epoch")
  func terminal() {
    let cell = CellPosition(index: 2, count: 9, label: "train")
    let text = Self.written(isInteractive: true) { reporter in
      reporter.cellStarted(cell)
      reporter.trainingProgressed(Self.note(ended: true))
      reporter.trainingProgressed(Self.note(13))
      reporter.cellFinished(cell, status: .finished, seconds: 12.4)
    }
    let parts = text.components(separatedBy: "\r\u{1b}[2K")
    #expect(parts.count == 4)
    #expect(parts[0] == "Cell 3/9 'train' …" && parts[3] == "Cell 3/9 'train' … 12.4 s\n")
    #expect(parts[2].hasPrefix("Epoch 13/50") && parts[2].contains("68.0 %"))
    #expect(!parts[1].contains("\n"))
  }

  @Test("What is known of a reused or stale run stands below its cell")
  func remarks() {
    let cell = CellPosition(index: 0, count: 2, label: "train")
    let note = TrainingNote(
      epochs: 3, stoppedEarly: false, stale: [KeyChange(part: "seed", old: "1", new: "2")],
      volatile: .init(course: .stale, trained: nil, seconds: 5, imagesPerSecond: 0))
    let text = Self.written(isInteractive: false) { reporter in
      reporter.cellStarted(cell)
      reporter.trainingEnded(note)
      reporter.cellFinished(cell, status: .finished, seconds: 0.1)
      reporter.cellStarted(cell)
      reporter.cellFinished(cell, status: .interrupted, seconds: 0.2)
    }
    #expect(
      text == """
        Cell 1/2 'train' … 0.1 s
          Trained in 5.0 s: 3 epochs.
          Stale: seed 1 -> 2
        Cell 1/2 'train' … interrupted after 0.2 s

        """)
  }

  @Test("Waiting for another process is said once in a log and beside its epoch on a terminal")
  func waiting() {
    var note = Self.note(3)
    note.trainingProcess = 4711
    let text = Self.written(isInteractive: false) { reporter in
      reporter.cellStarted(CellPosition(index: 0, count: 1, label: nil))
      reporter.trainingProgressed(note)
      reporter.trainingProgressed(note)
      // The end of an epoch is told until the next one ends.
      note.epochEnded = true
      for _ in 1...3 { reporter.trainingProgressed(note) }
      note.epoch = 4
      reporter.trainingProgressed(note)
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 4 && lines[1] == "  Waiting for process 4711, which trains this run …", "\(text)")
    #expect(lines.dropFirst(2).map { $0.prefix(12) } == ["  Epoch 3/50", "  Epoch 4/50"], "\(text)")
    #expect(
      ProgressLine(progress: note, validation: nil).bar(width: 120).hasPrefix("Waiting for process 4711, epoch 4/50"))
  }
}
