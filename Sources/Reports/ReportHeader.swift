internal import CellOutput
internal import Figures
internal import Notebooks

/// What a reader wants to know first: result, data, net, time, day.
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
        name: "Net", value: "\(FigureNumber.count(training.parameterCount)) parameters",
        detail: notes.count > 1 ? "\(training.net); the last of \(notes.count) trainings" : training.net))
    facts.append(Self.training(note))
    if let started = record.volatile?.started {
      let moment = Quantities.moment(started).split(separator: ", ", maxSplits: 1).map(String.init)
      facts.append(Fact(name: "Run", value: moment[0], detail: moment.count > 1 ? moment[1] : ""))
    }
    self.facts = facts
  }

  private static func result(_ evaluation: EvaluationNote) -> Fact {
    let data = evaluation.data.isEmpty ? "" : " of \(evaluation.data)"
    return Fact(
      name: "Result", value: "\(FigureNumber.percent(evaluation.accuracy, decimals: 1)) right",
      detail: "\(images(evaluation.images))\(data), measured after training")
  }

  private static func result(_ training: TrainingFacts) -> Fact? {
    let epoch = training.keptEpoch.map { " after epoch \($0)" } ?? ""
    if let accuracy = training.validationAccuracy {
      let count = training.validationImages.map { "\(FigureNumber.count($0)) validation images" } ?? "validation images"
      return Fact(
        name: "Result", value: "\(FigureNumber.percent(accuracy, decimals: 1)) right", detail: count + epoch)
    }
    return training.accuracy.map {
      Fact(
        name: "Result", value: "\(FigureNumber.percent($0, decimals: 1)) right", detail: "training images" + epoch)
    }
  }

  private static func data(_ training: TrainingFacts) -> Fact {
    let validation = training.validationImages.map { ", \(FigureNumber.count($0)) to validate with" } ?? ""
    let count = FigureNumber.count(training.trainingImages)
    return training.data.isEmpty
      ? Fact(name: "Data", value: images(training.trainingImages), detail: "to learn from" + validation)
      : Fact(name: "Data", value: training.data, detail: "\(count) images to learn from" + validation)
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
