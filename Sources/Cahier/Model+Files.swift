public import Learning
import Runs

extension Sequential {
  /// Writes all weights to a file in the safetensors format, in Keras's layouts and under their names in the model.
  ///
  /// A file that is there already is replaced in one step. `path` is taken from the notebook's folder.
  ///
  /// ```swift
  /// try model.save("cifar.safetensors")
  /// ```
  /// - Throws: an error that names the file and why it cannot be written.
  public func save(_ path: String) throws {
    try Safetensors(tensors: weights, metadata: ["format": "cahier"]).write(to: path)
  }

  /// Replaces all weights by those of a file that `save` wrote, or any safetensors file of 32-bit floats with the same
  /// names and shapes.
  ///
  /// - Throws: an error that names the file and the first weight that does not fit, or says that the file is damaged.
  public func load(_ path: String) throws {
    try setWeights(.file(path))
  }
}

extension StartingWeights {
  /// The weights in a safetensors file.
  ///
  /// - Parameter skipMismatch: whether weights whose name or shape is not the model's are left out.
  /// - Throws: an error that names the file.
  public static func file(_ path: String, skipMismatch: Bool = false) throws -> StartingWeights {
    StartingWeights(weights: try Safetensors(contentsOf: path).tensors, skipMismatch: skipMismatch, source: path)
  }
}
