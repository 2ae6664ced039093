internal import CellOutput
internal import Figures
internal import Notebooks

/// What a reader wants to know first: accuracy, data, net, time, day.
///
/// All of it comes from what the cells recorded of their training. Where a notebook trains several nets, the last one's
/// facts are told, and how many there were.
struct ReportHeader {
  struct Fact {
    let name: String
    let value: String
    /// Small, under the value.
    let detail: String

    var values: Templates.Values {
      var values: Templates.Values = ["name": name, "value": value]
      if !detail.isEmpty { values["detail"] = detail }
      return values
    }
  }

  let facts: [Fact]

  init(record: Record?) {
    guard let record else {
      facts = []
      return
    }
    let outputs = record.cells.flatMap(\.outputs)
    let notes = outputs.compactMap { if case .training(let note) = $0 { note } else { nil } }
    let evaluation = outputs.compactMap { if case .evaluation(let note) = $0 { note } else { nil } }.last
    // Without training there is nothing to answer: the text speaks for itself.
    guard let note = notes.last(where: { $0.facts != nil }), let training = note.facts else {
      facts = evaluation.map { [Self.result($0)] } ?? []
      return
    }
    var facts: [Fact] = []
    if let evaluation {
      facts.append(Self.result(evaluation))
    } else if let result = Self.result(training) {
      facts.append(result)
    }
    facts.append(Self.data(training))
    facts.append(
      Fact(
        name: "Parameters", value: FigureNumber.count(training.parameterCount),
        detail: notes.count > 1 ? "\(training.net); the last of \(notes.count) trainings" : training.net))
    facts.append(Self.training(note))
    if let started = record.volatile?.started {
      let time = Quantities.moment(started).split(separator: ", ").last.map(String.init) ?? ""
      facts.append(Fact(name: "Run", value: TrainingWords.day(of: started), detail: time))
    }
    self.facts = facts
  }

  private static func result(_ evaluation: EvaluationNote) -> Fact {
    // `CIFAR-10, test images`: which images they are stands behind the comma.
    let name = evaluation.data.split(separator: ", ", maxSplits: 1).map(String.init)
    let count = FigureNumber.count(evaluation.images)
    let what =
      name.count > 1 && name[1].hasSuffix("images")
      ? "\(count) \(name[1])" : images(evaluation.images) + (evaluation.data.isEmpty ? "" : " of \(evaluation.data)")
    return Fact(name: "Accuracy", value: FigureNumber.percent(evaluation.accuracy, decimals: 1), detail: "on \(what)")
  }

  private static func result(_ training: TrainingFacts) -> Fact? {
    let epoch = training.keptEpoch.map { " after epoch \($0)" } ?? ""
    if let accuracy = training.validationAccuracy {
      let count = training.validationImages.map { "\(FigureNumber.count($0)) validation images" } ?? "validation images"
      return Fact(
        name: "Accuracy", value: FigureNumber.percent(accuracy, decimals: 1), detail: "on \(count)\(epoch)")
    }
    return training.accuracy.map {
      Fact(
        name: "Accuracy", value: FigureNumber.percent($0, decimals: 1), detail: "on the training images" + epoch)
    }
  }

  private static func data(_ training: TrainingFacts) -> Fact {
    let validation = training.validationImages.map { ", \(FigureNumber.count($0)) to validate" } ?? ""
    let count = images(training.trainingImages)
    if training.data.isEmpty { return Fact(name: "Data", value: count, detail: "to train on" + validation) }
    // `CIFAR-10, training images`: the set's name suffices, for its use is told beneath.
    let use = ", training images"
    let name = training.data.hasSuffix(use) ? String(training.data.dropLast(use.count)) : training.data
    return Fact(name: "Data", value: name, detail: "\(count) to train on" + validation)
  }

  private static func training(_ note: TrainingNote) -> Fact {
    let epochs = note.epochs == 1 ? "1 epoch" : "\(note.epochs) epochs"
    var details = note.stoppedEarly ? ["stopped early"] : []
    if let volatile = note.volatile, volatile.seconds > 0 {
      details.insert("in " + Quantities.duration(seconds: volatile.seconds), at: 0)
    }
    return Fact(name: "Training", value: epochs, detail: details.joined(separator: ", "))
  }

  private static func images(_ count: Int) -> String {
    count == 1 ? "1 image" : "\(FigureNumber.count(count)) images"
  }
}
