internal import Foundation
public import Learning

/// Training runs kept in a folder, so that a finished one is never trained again and a stopped one goes on.
///
/// Each run has a folder named by the first 16 digits of its key's digest:
///
///     key.json                   every part of the recipe, the initial weights as a digest
///     checkpoint-000012.safetensors, checkpoint-000011.safetensors
///                                the two newest states: weights, optimizer, best weights, history
///     history.json, history.csv  for people and other programs; never read back
///     run.json                   label, dates and how far the run is, for `runs()`
///
/// Every file is written beside its place and moved there when it is on the disk. A checkpoint carries a digest: one
/// that was damaged is passed over for the one before, with a note.
public struct RunStore: TrainingStore {
  /// Raised when files written before could be misread.
  public static let formatVersion = 1

  /// Such as `.cahier/runs` beside the notebook.
  public let folder: String
  private let files: any FileLayer
  private let label: @Sendable () -> String?
  private let note: @Sendable (RunError) -> Void

  /// Opens the store in `folder`, which is made when the first run is kept.
  ///
  /// `label` is asked at every save for the name people know the run by, such as a cell's label. `note` hears of files
  /// that could not be used and were passed over.
  public init(
    folder: String, label: @escaping @Sendable () -> String? = { nil },
    note: @escaping @Sendable (RunError) -> Void = { _ in }
  ) {
    self.init(folder: folder, files: SystemFiles(), label: label, note: note)
  }

  init(
    folder: String, files: any FileLayer, label: @escaping @Sendable () -> String? = { nil },
    note: @escaping @Sendable (RunError) -> Void = { _ in }
  ) {
    self.folder = folder
    self.files = files
    self.label = label
    self.note = note
  }

  // MARK: Keeping

  public func state(of recipe: TrainingRecipe) throws -> TrainingState? {
    let run = RunKey(recipe).digest
    let folder = folder(of: run)
    let generations: [Int]
    do {
      generations = try self.generations(in: folder)
    } catch {
      note(error)
      return nil
    }
    for generation in generations.reversed() {
      let path = checkpointPath(generation, in: folder)
      do {
        let file = try Safetensors(contentsOf: path, files: files, requiringDigest: true)
        return try Checkpoint.unpack(file, run: run, path: path)
      } catch {
        note(error)
      }
    }
    return nil
  }

  public func save(_ state: TrainingState, of recipe: TrainingRecipe) throws {
    let key = RunKey(recipe)
    let run = key.digest
    let folder = folder(of: run)
    try files.makeFolder(folder)
    let names = try files.names(in: folder)
    if !names.contains("key.json") {
      try files.replace(folder + "/key.json", with: JSON.document(key))
    }
    let generations = try self.generations(in: folder)
    let checkpoint = checkpointPath((generations.last ?? 0) + 1, in: folder)
    try files.replace(checkpoint, with: Checkpoint.pack(state, run: run).encoded())

    // The state is safe. What follows is for people, or tidies up: a failure costs nothing.
    do {
      try files.replace(folder + "/history.json", with: JSON.document(state.history))
      try files.replace(folder + "/history.csv", with: Array(state.history.csv.utf8))
      try writeSummary(state, run: run, in: folder)
      for old in generations.dropLast() { try files.remove(checkpointPath(old, in: folder)) }
      for name in names where name.contains(".new-") { try files.remove(folder + "/" + name) }
    } catch let error as RunError {
      note(error)
    }
  }

  private func folder(of run: String) -> String { folder + "/" + run.prefix(16) }

  private func checkpointPath(_ generation: Int, in folder: String) -> String {
    let digits = String(generation)
    return "\(folder)/checkpoint-\(String(repeating: "0", count: max(6 - digits.count, 0)))\(digits).safetensors"
  }

  /// The numbers of the checkpoints in a run's folder, oldest first.
  private func generations(in folder: String) throws(RunError) -> [Int] {
    try files.names(in: folder).compactMap { name in
      guard name.hasPrefix("checkpoint-"), name.hasSuffix(".safetensors") else { return nil }
      return Int(name.dropFirst("checkpoint-".count).dropLast(".safetensors".count))
    }.sorted()
  }

  // MARK: Listing

  /// All runs in the store, the newest first.
  public func runs() throws(RunError) -> [RunSummary] {
    var summaries: [RunSummary] = []
    for name in try files.names(in: folder) {
      guard let summary = readSummary(in: folder + "/" + name) else { continue }
      summaries.append(summary)
    }
    return summaries.sorted { ($0.updated, $0.run) > ($1.updated, $1.run) }
  }

  /// What is known about the run of one recipe; `nil` where it was never kept.
  public func summary(of recipe: TrainingRecipe) -> RunSummary? {
    readSummary(in: folder(of: RunKey(recipe).digest))
  }

  private func readSummary(in folder: String) -> RunSummary? {
    guard let bytes = try? files.contents(of: folder + "/run.json") else { return nil }
    return try? JSON.decoder().decode(RunSummary.self, from: Data(bytes))
  }

  private func writeSummary(_ state: TrainingState, run: String, in folder: String) throws {
    let now = Date()
    let earlier = readSummary(in: folder)
    let last = state.history.epochs.last
    let summary = RunSummary(
      run: run, label: label() ?? earlier?.label, started: earlier?.started ?? now, updated: now,
      epochs: state.history.epochs.count, isFinished: state.isFinished,
      seconds: state.history.epochs.reduce(0) { $0 + $1.seconds }, accuracy: last?.accuracy,
      validationAccuracy: last?.validationAccuracy)
    try files.replace(folder + "/run.json", with: JSON.document(summary))
  }
}
