import CellOutput
import Reports

/// One line about a training run: a bar for a terminal, a sentence for a log.
struct ProgressLine {
  let progress: ProgressNote
  /// The newest known validation values: an epoch has its own only at its end.
  let validation: (loss: Double, accuracy: Double?)?

  /// Fits in `width` columns.
  func bar(width: Int) -> String {
    let waiting = progress.trainingProcess.map { "Waiting for \(Self.name(ofProcess: $0)), " } ?? ""
    let epoch = "\(waiting)\(waiting.isEmpty ? "E" : "e")poch \(progress.epoch)/\(progress.epochs)"
    let rate = "\(Quantities.count(progress.imagesPerSecond)) images/s"
    let loss = "loss \(Self.loss(progress.loss))"
    let accuracy = "accuracy \(Self.percent(progress.accuracy))"
    let left = "\(Quantities.duration(seconds: progress.secondsRemaining)) left"
    var forms = [[rate, loss, accuracy, left], [loss, accuracy, left], [loss, left], [left]]
    if let validation {
      let values = [Self.loss(validation.loss), validation.accuracy.map(Self.percent)].compactMap(\.self)
      let long = "validation " + values.joined(separator: ", ")
      let short = "val " + values.joined(separator: " ")
      let brief = ["\(Self.loss(progress.loss)) \(Self.percent(progress.accuracy))", short, left]
      forms.insert(contentsOf: [[rate, loss, accuracy, long, left], [rate] + brief, brief], at: 0)
    }
    for form in forms {
      let text = form.joined(separator: "  ")
      let room = width - 1 - epoch.count - text.count - 4
      if room >= 8 { return "\(epoch)  \(Self.drawing(of: share, length: min(room, 30)))  \(text)" }
    }
    return String(epoch.prefix(max(width - 1, 0)))
  }

  /// For a log, at the end of an epoch.
  var sentence: String {
    var parts = ["loss \(Self.loss(progress.loss))", "accuracy \(Self.percent(progress.accuracy))"]
    if let validation {
      parts.append("validation loss \(Self.loss(validation.loss))")
      if let accuracy = validation.accuracy { parts.append("validation accuracy \(Self.percent(accuracy))") }
    }
    parts.append("\(Quantities.count(progress.imagesPerSecond)) images/s")
    if progress.epoch < progress.epochs {
      parts.append("\(Quantities.duration(seconds: progress.secondsRemaining)) left")
    }
    return "Epoch \(progress.epoch)/\(progress.epochs): " + parts.joined(separator: ", ")
  }

  /// `identifier`: 0 where it is unknown, as on another machine.
  static func name(ofProcess identifier: Int) -> String {
    identifier == 0 ? "another process" : "process \(identifier)"
  }

  /// Of the epoch, 0...1.
  private var share: Double {
    guard progress.imagesPerEpoch > 0 else { return 0 }
    return min(max(Double(progress.images) / Double(progress.imagesPerEpoch), 0), 1)
  }

  static func drawing(of share: Double, length: Int) -> String {
    let done = Int((share * Double(length)).rounded(.down))
    return String(repeating: "━", count: done) + String(repeating: "─", count: length - done)
  }

  private static func loss(_ value: Double) -> String {
    value.isFinite ? Quantities.fixed(value, digits: value < 10 ? 4 : 1) : "\(value)"
  }

  private static func percent(_ value: Double) -> String {
    value.isFinite ? "\(Quantities.fixed(value * 100, digits: 1)) %" : "\(value)"
  }
}
