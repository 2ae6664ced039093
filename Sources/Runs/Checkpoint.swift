internal import Foundation
internal import Learning

/// A training state as one safetensors file.
///
/// Tensors are named `weights/…`, `optimizer/…` and `best/…`; everything else lies in the metadata as JSON.
struct Checkpoint {
  /// What is neither weight nor moment.
  private struct Remainder: Codable {
    var step: Int
    var callbackState: [String: Double]
    var history: History
    var isFinished: Bool
    var hasBestWeights: Bool
  }

  private enum Section: String, CaseIterable {
    case weights, optimizer, best
  }

  private static let formatKey = "cahier.format"
  private static let runKey = "cahier.run"
  private static let stateKey = "cahier.state"

  /// Packs a state of the run with the digest `run`.
  static func pack(_ state: TrainingState, run: String) throws -> Safetensors {
    func section(_ section: Section, _ tensors: [NamedTensor]) -> [NamedTensor] {
      tensors.map { NamedTensor(name: "\(section.rawValue)/\($0.name)", tensor: $0.tensor) }
    }
    let remainder = Remainder(
      step: state.step, callbackState: state.callbackState, history: state.history, isFinished: state.isFinished,
      hasBestWeights: state.bestWeights != nil)
    return Safetensors(
      tensors: section(.weights, state.weights) + section(.optimizer, state.optimizerSlots)
        + section(.best, state.bestWeights ?? []),
      metadata: [
        formatKey: "\(RunStore.formatVersion)",
        runKey: run,
        stateKey: String(decoding: try JSON.encoder().encode(remainder), as: UTF8.self),
      ])
  }

  /// Takes a state of the run with the digest `run` out of a file read from `path`.
  static func unpack(_ file: Safetensors, run: String, path: String) throws(RunError) -> TrainingState {
    guard let version = file.metadata[formatKey].flatMap({ Int($0) }) else {
      throw .notACheckpoint(path: path, reason: "it has no format version")
    }
    guard version <= RunStore.formatVersion else {
      throw .newerFormat(path: path, version: version, supported: RunStore.formatVersion)
    }
    guard file.metadata[runKey] == run else { throw .notACheckpoint(path: path, reason: "it belongs to another run") }
    guard let text = file.metadata[stateKey],
      let remainder = try? JSON.decoder().decode(Remainder.self, from: Data(text.utf8))
    else { throw .notACheckpoint(path: path, reason: "its state cannot be read") }

    var sections: [Section: [NamedTensor]] = [:]
    for named in file.tensors {
      guard let slash = named.name.firstIndex(of: "/"), let section = Section(rawValue: String(named.name[..<slash]))
      else {
        throw .notACheckpoint(path: path, reason: "it has an unknown tensor '\(named.name)'")
      }
      sections[section, default: []].append(
        NamedTensor(name: String(named.name[named.name.index(after: slash)...]), tensor: named.tensor))
    }
    return TrainingState(
      step: remainder.step, weights: sections[.weights] ?? [], optimizerSlots: sections[.optimizer] ?? [],
      bestWeights: remainder.hasBestWeights ? sections[.best] ?? [] : nil, callbackState: remainder.callbackState,
      history: remainder.history, isFinished: remainder.isFinished)
  }
}
