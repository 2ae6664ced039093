internal import Foundation
internal import Learning

/// A training state as one safetensors file.
///
/// Tensors are named `weights/…`, `optimizer/…` and `best/…`; everything else lies in the metadata as JSON, the run's key
/// among it: the file alone says what it is.
struct Checkpoint {
  var key: RunKey
  var state: TrainingState
  var saved: Date

  /// What is neither weight nor moment.
  private struct Remainder: Codable {
    var step: Int
    var position: EpochPosition?
    var callbackState: [String: Double]
    var bestEpoch: Int?
    var history: History
    /// Shuffles and masks are functions of this key and of epoch and place: there is no other random state.
    var randomKey: UInt64
    /// The optimizer with its rate's schedule, which is a function of `step`.
    var schedule: String
    var saved: Date
  }

  private enum Section: String, CaseIterable {
    case weights, optimizer, best
  }

  private static let formatKey = "cahier.format"
  private static let runKey = "cahier.run"
  private static let keyKey = "cahier.key"
  private static let stateKey = "cahier.state"

  /// The file's content.
  func packed() throws -> Safetensors {
    func section(_ section: Section, _ tensors: [NamedTensor]) -> [NamedTensor] {
      tensors.map { NamedTensor(name: "\(section.rawValue)/\($0.name)", tensor: $0.tensor) }
    }
    func text(_ value: some Encodable) throws -> String {
      String(decoding: try JSON.encoder().encode(value), as: UTF8.self)
    }
    let remainder = Remainder(
      step: state.step, position: state.position, callbackState: state.callbackState, bestEpoch: state.best?.epoch,
      history: state.history, randomKey: key.seed, schedule: key.optimizer, saved: saved)
    return Safetensors(
      tensors: section(.weights, state.weights) + section(.optimizer, state.optimizerSlots)
        + section(.best, state.best?.weights ?? []),
      metadata: [
        Self.formatKey: "\(RunStore.formatVersion)", Self.runKey: key.digest, Self.keyKey: try text(key),
        Self.stateKey: try text(remainder),
      ])
  }

  /// Reads the file at `path`, which belongs to the run whose digest starts with `run`.
  init(contentsOf path: String, run: some StringProtocol, files: any FileLayer) throws(RunError) {
    let file = try Safetensors(contentsOf: path, files: files, requiringDigest: true)
    guard let version = file.metadata[Self.formatKey].flatMap({ Int($0) }) else {
      throw .notACheckpoint(path: path, reason: "it has no format version")
    }
    guard version <= RunStore.formatVersion else {
      throw .newerFormat(path: path, version: version, supported: RunStore.formatVersion)
    }
    guard file.metadata[Self.runKey]?.hasPrefix(run) == true else {
      throw .notACheckpoint(path: path, reason: "it belongs to another run")
    }
    func value<Value: Decodable>(_ key: String, as type: Value.Type) throws(RunError) -> Value {
      guard let text = file.metadata[key], let value = try? JSON.decoder().decode(type, from: Data(text.utf8)) else {
        throw .notACheckpoint(path: path, reason: "its state cannot be read")
      }
      return value
    }
    let remainder = try value(Self.stateKey, as: Remainder.self)
    key = try value(Self.keyKey, as: RunKey.self)
    saved = remainder.saved

    var sections: [Section: [NamedTensor]] = [:]
    for named in file.tensors {
      guard let slash = named.name.firstIndex(of: "/"), let section = Section(rawValue: String(named.name[..<slash]))
      else {
        throw .notACheckpoint(path: path, reason: "it has an unknown tensor '\(named.name)'")
      }
      sections[section, default: []].append(
        NamedTensor(name: String(named.name[named.name.index(after: slash)...]), tensor: named.tensor))
    }
    state = TrainingState(
      step: remainder.step, weights: sections[.weights] ?? [], optimizerSlots: sections[.optimizer] ?? [],
      best: remainder.bestEpoch.map { TrainingState.BestEpoch(epoch: $0, weights: sections[.best] ?? []) },
      callbackState: remainder.callbackState, history: remainder.history, position: remainder.position)
  }

  init(key: RunKey, state: TrainingState, saved: Date) {
    self.key = key
    self.state = state
    self.saved = saved
  }
}
