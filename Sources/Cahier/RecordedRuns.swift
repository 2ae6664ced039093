import CellOutput
import Foundation
import Learning
import Runs
import Synchronization

/// The run store of a notebook: does what the tool's training policy says, and lets no failure of the store cost a
/// training.
struct RecordedRuns: TrainingStore {
  let store: RunStore
  let policy: TrainingPolicy
  let notebook: String?
  let checkpointInterval: Duration

  private static let hasToldOfLocks = Mutex(false)

  func open(_ recipe: TrainingRecipe) async throws -> any TrainingSession {
    let place = CellRecorder.nextFit(of: notebook)
    if let reason = recipe.reasonAgainstKeeping {
      guard policy.allowsTraining else { return try stop(recipe, at: place, uncached: reason) }
      return RecordedFit(uncached: reason)
    }
    do {
      return try await policy.allowsTraining ? train(recipe, at: place) : show(recipe, at: place)
    } catch let error as RunError {
      guard policy.allowsTraining else { return try stop(recipe, at: place, uncached: "\(error)") }
      CellRecorder.warn(error, consequence: "The cell trains, but the run is not kept.")
      return RecordedFit(uncached: "Not kept: \(error.sentence)")
    }
  }

  private func train(_ recipe: TrainingRecipe, at place: RunPlace) async throws -> RecordedFit {
    let startsOver = policy.trainsAgain(label: place.label)
    if !startsOver {
      let found = try store.find(recipe, place: place)
      if case .result = found.start {
        warn(of: found)
        return RecordedFit(found: found, course: .reused)
      }
    }
    let run = try await store.open(recipe, startingOver: startsOver, place: place) { owner in
      CellRecorder.report(ProgressNote(waitingFor: owner, epochs: recipe.epochs))
    } noLocks: { fault in
      let isFirst = Self.hasToldOfLocks.withLock { told in
        defer { told = true }
        return !told
      }
      if isFirst { CellRecorder.warn(fault) }
    }
    warn(of: run.found)
    return RecordedFit(run: run, checkpointInterval: checkpointInterval)
  }

  /// Shows what is kept. Where that is no run of this recipe, the newest earlier one of the same `fit` stands in, if
  /// the model can hold its weights.
  private func show(_ recipe: TrainingRecipe, at place: RunPlace) throws -> RecordedFit {
    let found = try store.find(recipe, place: place, isOnlyAsked: policy == .why)
    warn(of: found)
    if case .result = found.start { return RecordedFit(found: found, course: .reused) }
    guard policy == .never else { return try stop(recipe, at: place, found: found) }
    let kept: KeptRun? =
      if let own = try? store.run(named: found.name) { own } else { store.newest(at: place) }
    guard let kept, recipe.takes(kept.result.weights) else { return try stop(recipe, at: place, found: found) }
    return RecordedFit(found: kept.found, course: .stale, stale: changes(recipe, from: kept))
  }

  /// Ends the program: training is off, and there is nothing to show.
  private func stop(
    _ recipe: TrainingRecipe, at place: RunPlace, found: FoundRun? = nil, uncached: String? = nil
  ) throws -> RecordedFit {
    var epochs = 0
    if case .state(let state)? = found?.start { epochs = state.history.epochs.count }
    let isNew = found == nil || epochs == 0
    let changes = isNew ? store.newest(at: place).map { self.changes(recipe, from: $0) } ?? [] : []
    CellRecorder.record(
      .training(
        TrainingNote(
          epochs: recipe.epochs, stoppedEarly: false, run: found?.name, uncached: uncached, stale: changes,
          volatile: .init(course: .missing(epochs: epochs), trained: nil, seconds: 0, imagesPerSecond: 0))))
    CellRecorder.stop(
      reason: policy == .why
        ? "This fit would train." : "Training is off, and no earlier run of this cell fits its model.")
  }

  private func changes(_ recipe: TrainingRecipe, from kept: KeptRun) -> [KeyChange] {
    var changes = RunKey(recipe).changes(from: kept.key).map { KeyChange(part: $0.part, old: $0.old, new: $0.new) }
    let epochs = kept.state.history.epochs.count
    if epochs != recipe.epochs, !kept.state.history.stoppedEarly || epochs > recipe.epochs {
      changes.append(KeyChange(part: "epochs", old: "\(epochs)", new: "\(recipe.epochs)"))
    }
    return changes
  }

  /// Says which files could not be used, and what was taken instead.
  private func warn(of found: FoundRun) {
    for fault in found.faults {
      if case .notAsWritten = fault {
        CellRecorder.warn(fault)
        continue
      }
      let consequence: String
      switch found.start {
      case .fresh: consequence = "No earlier checkpoint is sound: the run is trained afresh."
      case .state(let state):
        let epochs = state.history.epochs.count
        let place = state.position.map { ", image \($0.images)" } ?? ""
        consequence = "The checkpoint of epoch \(epochs)\(place) is used instead."
      case .result: consequence = "Another checkpoint of the run is used instead."
      }
      CellRecorder.warn(fault, consequence: consequence)
    }
  }
}

extension TrainingRecipe {
  /// Whether a model of this recipe can hold `weights`.
  fileprivate func takes(_ weights: [NamedTensor]) -> Bool {
    func shapes(_ weights: [NamedTensor]) -> [String: [Int]] {
      Dictionary(weights.map { ($0.name, $0.tensor.shape) }) { first, _ in first }
    }
    return shapes(weights) == shapes(initialWeights)
  }
}
