internal import Foundation
public import Learning

/// What models predicted, kept in a folder, so that a report is redrawn without computing it again.
///
/// Each file is named by the digest of its recipe (architecture, weights, images, numerics version) and holds the
/// probabilities with a digest of their own. One that is missing or damaged is computed anew, so all of it can be
/// deleted at any time.
public struct PredictionCache: PredictionStore {
  /// Raised when files written before could be misread.
  static let formatVersion = 1
  /// Files kept; one for CIFAR-10's test images has 400 KB.
  static let capacity = 64

  /// Such as `.cahier/predictions` beside the notebook.
  public let folder: String
  private let files: any FileLayer
  private let note: @Sendable (RunError) -> Void

  /// `note` hears of what could not be kept.
  public init(folder: String, note: @escaping @Sendable (RunError) -> Void = { _ in }) {
    self.init(folder: folder, files: SystemFiles(), note: note)
  }

  init(folder: String, files: any FileLayer, note: @escaping @Sendable (RunError) -> Void = { _ in }) {
    self.folder = folder
    self.files = files
    self.note = note
  }

  private static let tensorName = "probabilities"
  private static let recipeKey = "cahier.predictions"
  private static let fileExtension = ".safetensors"

  public func probabilities(of recipe: PredictionRecipe) -> Tensor? {
    let digest = Self.digest(of: recipe)
    guard let file = try? Safetensors(contentsOf: path(of: digest), files: files, requiringDigest: true),
      file.metadata[Self.recipeKey] == digest, file.tensors.count == 1, file.tensors[0].name == Self.tensorName
    else { return nil }
    return file.tensors[0].tensor
  }

  public func keep(_ probabilities: Tensor, of recipe: PredictionRecipe) {
    let digest = Self.digest(of: recipe)
    let file = Safetensors(
      tensors: [NamedTensor(name: Self.tensorName, tensor: probabilities)], metadata: [Self.recipeKey: digest])
    do {
      try files.makeFolder(folder)
      try files.replace(path(of: digest), with: file.encoded())
      try makeRoom(for: digest)
    } catch {
      note(error)
    }
  }

  /// Removes one file where there are too many: the one whose name follows the new one's in the circle of names. Names
  /// are digests, so that any file may be hit, and no date has to be trusted.
  private func makeRoom(for digest: String) throws(RunError) {
    let names = try files.names(in: folder).filter { $0.hasSuffix(Self.fileExtension) }
    guard names.count > Self.capacity else { return }
    let own = digest + Self.fileExtension
    guard let victim = names.first(where: { $0 > own }) ?? names.first(where: { $0 != own }) else { return }
    try files.remove(folder + "/" + victim)
  }

  private func path(of digest: String) -> String { folder + "/" + digest + Self.fileExtension }

  private static func digest(of recipe: PredictionRecipe) -> String {
    var builder = DigestBuilder()
    builder.add("cahier predictions \(formatVersion)")
    builder.add(recipe.architecture)
    builder.add(Digest.of(recipe.weights))
    builder.add(recipe.data)
    builder.add("\(recipe.numericsVersion)")
    return builder.finalize()
  }
}
