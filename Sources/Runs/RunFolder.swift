internal import Foundation
internal import Learning

/// The files of one run.
///
///     epoch-000007.safetensors, finished-000010.safetensors …
///                    checkpoints (`CheckpointName`): the two newest epochs, the best one, the place within an epoch, and
///                    every length that a `fit` asked for
///     key.json       every part of the key, data and initial weights as digests
///     history.jsonl, history.csv
///                    for people and other programs
///     run.json       who asked for it, dates and how far the run is, for lists
///     lock           held by the process that trains; what it writes there tells others how far it is
///
/// The checkpoints are what counts, each with a digest: the other files are made from them, and made again where they are
/// not as written.
struct RunFolder {
  let path: String
  /// The digest of the run's key, or its first 16 digits where the key is not known.
  let run: String
  let files: any FileLayer

  /// The checkpoints, the furthest on last.
  func checkpoints() throws(RunError) -> [CheckpointName] {
    try files.names(in: path).compactMap(CheckpointName.init).sorted { $0.isBefore($1) }
  }

  func read(_ name: CheckpointName) throws(RunError) -> Checkpoint {
    try Checkpoint(contentsOf: "\(path)/\(name.text)", run: run, files: files)
  }

  // MARK: Finding

  /// What a `fit` over so many epochs can begin with.
  struct Found {
    var start = TrainingStart.fresh
    /// Where `start` comes from.
    var checkpoint: Checkpoint?
    var name: CheckpointName?
    /// Files that were passed over.
    var faults: [RunError] = []
  }

  /// Looks for the checkpoint that leaves the least to train. One that is damaged is passed over for the next.
  func find(epochs: Int) throws(RunError) -> Found {
    if let summary = try? files.contents(of: path + "/run.json") {
      _ = try SummaryFile.read(summary, path: path + "/run.json")
    }
    let names = try checkpoints()
    let exact = names.filter { $0.epochs == epochs && $0.isWhole }.reversed()
    let longer = names.filter { $0.epochs > epochs || $0.epochs == epochs && !$0.isWhole }
    let shorter = names.filter { $0.epochs < epochs }.reversed()
    var found = Found()
    var canShorten = true
    for name in Array(exact) + longer + Array(shorter) {
      if name.epochs >= epochs, longer.contains(name), !canShorten { continue }
      let checkpoint: Checkpoint
      do {
        checkpoint = try read(name)
      } catch .newerFormat(let path, let version, let supported) {
        throw .newerFormat(path: path, version: version, supported: supported)
      } catch {
        // Its owner may have tidied it away since the folder was read.
        if (try? checkpoints().contains(name)) != false { found.faults.append(error) }
        continue
      }
      if let result = checkpoint.state.result(epochs: epochs) {
        found.start = .result(result)
        found.checkpoint = checkpoint
        found.name = name
        return found
      }
      if checkpoint.state.history.epochs.count < epochs {
        found.start = .state(checkpoint.state)
        found.checkpoint = checkpoint
        found.name = name
        return found
      }
      canShorten = checkpoint.state.best != nil
    }
    return found
  }

  // MARK: Keeping

  /// Writes a checkpoint and then deletes those that it replaces. `isFinished`: some `fit` asked for so many epochs.
  ///
  /// When this returns, the checkpoint is on the disk. What fails afterwards costs nothing, and is returned.
  func save(_ checkpoint: Checkpoint, isFinished: Bool, isOwner: Bool) throws(RunError) -> RunError? {
    let state = checkpoint.state
    let name = CheckpointName(
      epochs: state.history.epochs.count, images: state.position?.images ?? 0,
      isFinished: isFinished && state.position == nil)
    let path = "\(path)/\(name.text)"
    let bytes: [UInt8]
    do { bytes = try checkpoint.packed().encoded() } catch { throw .cannotWrite(path: path, reason: "\(error)") }
    try files.makeFolder(self.path)
    try files.replace(path, with: bytes)
    do {
      if name.isWhole { try writeHistory(state.history, key: checkpoint.key) }
      try tidy(after: name, best: state.best?.epoch ?? state.history.bestEpoch, isOwner: isOwner)
      return nil
    } catch {
      return error
    }
  }

  /// Marks that a `fit` asked for so many epochs, where they are kept for another reason.
  func keep(epochs: Int) {
    let name = CheckpointName(epochs: epochs)
    guard let names = try? checkpoints(), names.contains(name) else { return }
    try? files.move("\(path)/\(name.text)", to: "\(path)/\(CheckpointName(epochs: epochs, isFinished: true).text)")
  }

  private func tidy(after newest: CheckpointName, best: Int?, isOwner: Bool) throws(RunError) {
    let names = try checkpoints()
    let epochs = names.filter { $0.isWhole && !$0.isFinished }
    let finished = Set(names.filter(\.isFinished).map(\.epochs))
    let newestTwo = names.filter(\.isWhole).map(\.epochs).reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } }
      .suffix(2)
    for name in epochs where !(newestTwo.contains(name.epochs) || name.epochs == best) || finished.contains(name.epochs)
    {
      try files.remove("\(path)/\(name.text)")
    }
    for name in names where !name.isWhole && name.isBefore(newest) { try files.remove("\(path)/\(name.text)") }
    // Leftovers of a stopped write; another process's own where there are no locks.
    guard isOwner else { return }
    for name in try files.names(in: path) where name.contains(".new-") { try files.remove("\(path)/\(name)") }
  }

  private func writeHistory(_ history: History, key: RunKey) throws(RunError) {
    for (name, bytes) in try derivedFiles(history, key: key) {
      try files.replace("\(path)/\(name)", with: bytes, isDurable: false)
    }
  }

  private func derivedFiles(_ history: History, key: RunKey) throws(RunError) -> [(name: String, bytes: [UInt8])] {
    do {
      return [
        ("key.json", try JSON.document(key)), ("history.jsonl", Array(try history.jsonLines().utf8)),
        ("history.csv", Array(history.csv.utf8)),
      ]
    } catch {
      throw .cannotWrite(path: path, reason: "\(error)")
    }
  }

  /// Looks whether the files beside the checkpoints say what these say, and writes those anew that do not. A history may
  /// be shorter, where the program was stopped behind the checkpoint, or longer.
  func checkDerivedFiles(of checkpoint: Checkpoint) -> [RunError] {
    guard let expected = try? derivedFiles(checkpoint.state.history, key: checkpoint.key) else { return [] }
    var faults: [RunError] = []
    for (name, bytes) in expected {
      let path = "\(path)/\(name)"
      guard let found = try? files.contents(of: path) else { continue }
      let isPart = name != "key.json" && (found.starts(with: bytes) || bytes.starts(with: found))
      guard found != bytes, !isPart else { continue }
      if (try? files.replace(path, with: bytes)) != nil { faults.append(.notAsWritten(path: path)) }
    }
    return faults
  }

  // MARK: The summary

  func summary() throws(RunError) -> RunSummary? {
    let path = path + "/run.json"
    let names = try files.names(in: self.path)
    guard names.contains("run.json"), var summary = try SummaryFile.read(files.contents(of: path), path: path) else {
      return nil
    }
    summary.bytes = names.reduce(0) { $0 + files.size(of: "\(self.path)/\($1)") }
    summary.finishedEpochs = names.compactMap(CheckpointName.init).filter(\.isFinished).map(\.epochs).sorted()
    return summary
  }

  /// Writes `run.json` for the newest checkpoint. `place` is the one that asked for the run last.
  func writeSummary(of checkpoint: Checkpoint, place: RunPlace?) throws(RunError) {
    let earlier = (try? summary()).flatMap { $0 }
    let history = checkpoint.state.history
    // A shorter training than one that is kept says nothing new of the run but who asked for it.
    let isNews = history.epochs.count >= (earlier?.epochs ?? 0)
    var summary =
      if let earlier, !isNews { earlier } else {
        RunSummary(
          run: checkpoint.key.digest, started: earlier?.started ?? checkpoint.saved, updated: checkpoint.saved,
          epochs: history.epochs.count, finishedEpochs: earlier?.finishedEpochs ?? [],
          stoppedEarly: history.stoppedEarly,
          seconds: history.epochs.reduce(0) { $0 + $1.seconds }, accuracy: history.epochs.last?.accuracy,
          validationAccuracy: history.epochs.last?.validationAccuracy, loss: history.epochs.last?.loss,
          validationLoss: history.epochs.last?.validationLoss)
      }
    summary.place = place ?? earlier?.place
    if let earlier, isSame(summary, earlier) { return }
    let bytes: [UInt8]
    do { bytes = try JSON.document(SummaryFile(summary)) } catch {
      throw .cannotWrite(path: path + "/run.json", reason: "\(error)")
    }
    try files.replace(path + "/run.json", with: bytes, isDurable: false)
  }

  /// Whether the file would be the same.
  private func isSame(_ left: RunSummary, _ right: RunSummary) -> Bool {
    (try? JSON.encoder().encode(left)) == (try? JSON.encoder().encode(right))
  }
}

extension History {
  /// 1-based: the epoch of the least validation loss, or training loss where nothing was validated; `nil` without epochs.
  var bestEpoch: Int? {
    func loss(_ epoch: Epoch) -> Double {
      let loss = epoch.validationLoss ?? epoch.loss
      return loss.isNaN ? .infinity : loss
    }
    return epochs.min { loss($0) < loss($1) }?.number
  }
}
