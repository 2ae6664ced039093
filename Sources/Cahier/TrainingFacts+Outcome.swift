import CellOutput
import Datasets
import Foundation
import Learning
import Runs

extension TrainingFacts {
  /// What a finished `fit` was of and what came out of it.
  init(_ outcome: TrainingOutcome) {
    let history = outcome.history
    let kept = history.restoredEpoch ?? history.epochs.last?.number
    let epoch = history.epochs.first { $0.number == kept }
    self.init(
      data: outcome.data.ownName, licence: outcome.data.licence, trainingImages: outcome.data.count,
      validationImages: outcome.validation?.count, net: Self.words(for: outcome.recipe.architecture),
      parameterCount: outcome.weights.reduce(0) { $0 + $1.tensor.scalars.count }, seed: outcome.recipe.seed,
      keptEpoch: kept, accuracy: epoch?.accuracy, validationAccuracy: epoch?.validationAccuracy,
      trainingDigest: outcome.recipe.trainingData, validationDigest: outcome.recipe.validationData,
      weightsDigest: WeightsDigest.of(outcome.weights))
  }

  /// Layers that hold no weights: a net is known by the others.
  private static let silent: Set<String> = [
    "Input", "Flatten", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D", "Dropout", "Activation",
    "BatchNormalization",
  ]

  /// `Conv2D(filters: 16, …)` and so on as `3 Conv2D, 2 Dense`, in the order of the net.
  private static func words(for architecture: [String]) -> String {
    var counts: [(kind: String, count: Int)] = []
    for line in architecture {
      let kind = String(line.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      guard !kind.isEmpty, !silent.contains(kind) else { continue }
      if let index = counts.firstIndex(where: { $0.kind == kind }) {
        counts[index].count += 1
      } else {
        counts.append((kind, 1))
      }
    }
    return counts.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
  }
}

extension EvaluationNote {
  init(_ evaluation: Evaluation, of data: any LabeledImages) {
    self.init(data: data.ownName, images: data.count, accuracy: evaluation.accuracy, loss: evaluation.loss)
  }
}

extension LabeledImages {
  /// What a data set calls itself; empty where it has no name.
  fileprivate var ownName: String { (self as? ImageDataset)?.name ?? "" }

  fileprivate var licence: String? {
    (self as? ImageDataset).flatMap { $0.licenceNote.isEmpty ? nil : $0.licenceNote }
  }
}
