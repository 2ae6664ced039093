public import Learning

public import struct Foundation.Date

/// Training runs kept in a folder, so that a finished one is never trained again and a stopped one goes on.
///
/// Each run has a folder named by the first 16 digits of its key's digest (`RunFolder` says what is in it), whatever the
/// number of epochs: a longer training goes on from a shorter one.
public struct RunStore: Sendable {
  /// Raised when files written before could be misread. Runs of format 1 had other keys: they are trained again.
  public static let formatVersion = 2

  /// Such as `.cahier/runs` beside the notebook.
  public let folder: String
  private let files: any FileLayer

  /// Opens the store in `folder`, which is made when the first run is kept.
  public init(folder: String) {
    self.init(folder: folder, files: SystemFiles())
  }

  init(folder: String, files: any FileLayer) {
    self.folder = folder
    self.files = files
  }

  // MARK: Training

  /// What is kept of the run that `recipe` asks for. Waits for nobody and changes nothing but a summary and files that
  /// were damaged: works in a folder that cannot be written.
  ///
  /// - Parameter isOnlyAsked: leaves even the summary alone: nobody is going to use the run.
  public func find(
    _ recipe: TrainingRecipe, place: RunPlace? = nil, isOnlyAsked: Bool = false
  ) throws(RunError) -> FoundRun {
    let key = RunKey(recipe)
    let folder = runFolder(key.name, digest: key.digest)
    let found = try find(recipe.epochs, in: folder)
    if !isOnlyAsked, case .result = found.run.start, let checkpoint = found.checkpoint {
      folder.keep(epochs: recipe.epochs)
      try? folder.writeSummary(of: checkpoint, place: place)
    }
    return found.run
  }

  private func find(_ epochs: Int, in folder: RunFolder) throws(RunError) -> (run: FoundRun, checkpoint: Checkpoint?) {
    let found = try folder.find(epochs: epochs)
    let others = found.checkpoint.map(folder.checkDerivedFiles) ?? []
    let run = FoundRun(
      name: RunKey.name(ofDigest: folder.run), start: found.start, trained: found.checkpoint?.saved,
      isShorterRun: found.name?.isFinished == true,
      faults: found.faults + others)
    return (run, found.checkpoint)
  }

  /// Takes the run that `recipe` asks for, to train what is missing of it.
  ///
  /// Where another process trains it, this waits for that process to end, calling `waiting` a few times a second. Where
  /// the file system has no locks, both train, which costs time but no files: `noLocks` is called.
  ///
  /// - Parameter startingOver: whether what is kept is to be trained again.
  /// - Throws: `RunError` where nothing can be kept; `CancellationError` while it waits.
  public func open(
    _ recipe: TrainingRecipe, startingOver: Bool = false, place: RunPlace? = nil,
    waiting: @Sendable (RunOwner?) -> Void = { _ in }, noLocks: @Sendable (RunError) -> Void = { _ in }
  ) async throws -> OpenRun {
    let key = RunKey(recipe)
    let folder = runFolder(key.name, digest: key.digest)
    try files.makeFolder(folder.path)
    var lock: (any HeldLock)?
    locking: while true {
      switch try files.lock(folder.path + "/lock") {
      case .owned(let held):
        lock = held
        break locking
      case .unsupported(let reason):
        noLocks(.noLocks(folder: self.folder, reason: reason))
        break locking
      case .busy(let contents):
        waiting(RunOwner(contents))
        try await Task.sleep(for: .milliseconds(200))
      }
    }
    do {
      // The process that had it may have left more than there was.
      var found = try find(recipe.epochs, in: folder).run
      if startingOver { found.start = .fresh }
      return OpenRun(found: found, folder: folder, key: key, epochs: recipe.epochs, place: place, lock: lock)
    } catch {
      lock?.release()
      throw error
    }
  }

  // MARK: Looking

  /// All runs in the store, the newest first. Folders in which no run can be read are left out.
  public func runs() throws(RunError) -> [RunSummary] {
    var summaries: [RunSummary] = []
    for name in try files.names(in: folder) {
      let folder = runFolder(name)
      if let summary = (try? folder.summary()) ?? summaryFromCheckpoint(in: folder) { summaries.append(summary) }
    }
    return summaries.sorted { ($0.updated, $0.run) > ($1.updated, $1.run) }
  }

  /// Folders in which no run can be read, such as those of an earlier format.
  public func unreadable() throws(RunError) -> [String] {
    let readable = Set(try runs().map(\.name))
    return try files.names(in: folder).filter { !readable.contains($0) }
  }

  /// Reads a run: the key and the state after the most whole epochs that are kept.
  public func run(named name: String) throws(RunError) -> KeptRun {
    let folder = runFolder(name)
    var fault = RunError.noSuchRun(folder: self.folder, name: name)
    for checkpoint in try folder.checkpoints().reversed() where checkpoint.isWhole {
      do {
        let kept = try folder.read(checkpoint)
        return KeptRun(key: kept.key, state: kept.state, trained: kept.saved)
      } catch {
        fault = error
      }
    }
    throw fault
  }

  /// The run of the same `fit` that was trained last, whatever its key.
  public func newest(at place: RunPlace) -> KeptRun? {
    guard let runs = try? runs() else { return nil }
    for summary in runs where summary.place?.isSame(as: place) == true {
      if let run = try? run(named: summary.name) { return run }
    }
    return nil
  }

  public func folder(of name: String) -> String { folder + "/" + name }

  /// Deletes a run, unless somebody trains it.
  public func remove(_ name: String) throws(RunError) {
    let path = folder(of: name)
    let names = try files.names(in: path)
    guard !names.isEmpty else { throw .noSuchRun(folder: folder, name: name) }
    var lock: (any HeldLock)?
    switch try files.lock(path + "/lock") {
    case .busy(let contents): throw .beingTrained(folder: path, process: RunOwner(contents)?.process)
    case .owned(let held): lock = held
    case .unsupported: break
    }
    defer { lock?.release() }
    // The newest first: what is left by an interruption is then no run that looks whole.
    for name in names.reversed() where name != "lock" { try files.remove("\(path)/\(name)") }
    try files.remove(path + "/lock")
    try files.removeFolder(path)
  }

  private func runFolder(_ name: String, digest: String? = nil) -> RunFolder {
    RunFolder(path: folder(of: name), run: digest ?? name, files: files)
  }

  /// Where `run.json` is missing or damaged, the checkpoint tells what it said, but for the place.
  private func summaryFromCheckpoint(in folder: RunFolder) -> RunSummary? {
    guard let newest = (try? folder.checkpoints())?.last(where: \.isWhole), let checkpoint = try? folder.read(newest),
      (try? folder.writeSummary(of: checkpoint, place: nil)) != nil
    else { return nil }
    return try? folder.summary()
  }
}

/// A run as it lies in the store.
public struct KeptRun: Sendable {
  public var key: RunKey
  /// After whole epochs.
  public var state: TrainingState
  public var trained: Date

  /// The weights and history that a `fit` over all its epochs gives.
  public var result: TrainingResult {
    state.result(epochs: state.history.epochs.count) ?? TrainingResult(weights: state.weights, history: state.history)
  }
  /// The run as something to show.
  public var found: FoundRun {
    FoundRun(name: key.name, start: .result(result), trained: trained)
  }
}
