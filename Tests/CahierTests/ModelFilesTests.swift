import Foundation
import TestSupport
import Testing

@testable import Cahier

@Suite("Weights in files")
struct ModelFilesTests {
  private func model(units: Int = 3, seed: Int = 1) throws -> Sequential {
    try Sequential(input: [2, 2, 1], seed: seed) {
      Flatten()
      Dense(5, activation: .relu)
      Dense(units, activation: .softmax)
    }
  }

  @Test("Weights come back from a file to the bit")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/m.safetensors"
      let (first, second) = (try model(), try model(seed: 2))
      #expect(first.weights != second.weights)
      try first.save(path)
      try second.load(path)
      #expect(first.weights == second.weights)
      try first.save(path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["m.safetensors"])
    }
  }

  @Test("Weights that do not fit are refused in one line that names file, weight and shapes, and nothing is changed")
  func mismatches() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/m.safetensors"
      try model().save(path)
      let other = try model(units: 4)
      let before = other.weights
      let error = #expect(throws: ModelError.self) { try other.load(path) }
      #expect(
        error?.description
          == "\(path): The weight dense_1/kernel has the shape [5, 3], but the model's is [5, 4].")
      #expect(other.weights == before)
      try other.setWeights(.file(path, skipMismatch: true))
      #expect(other.weights[0].tensor.shape == [4, 5] && other.weights[2] == before[2])

      let lacking = try Sequential(input: [2, 2, 1], seed: 1) {
        Flatten()
        Dense(5, activation: .softmax)
      }
      #expect(throws: ModelError.self) { try lacking.load(path) }
    }
  }

  @Test("A file that is damaged, missing or in the way is an error that names it")
  func badFiles() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/m.safetensors"
      let model = try model()
      func words(_ body: () throws -> Void) -> String? {
        (#expect(throws: (any Error).self) { try body() }).map { "\($0)" }
      }
      #expect(words { try model.load(path) } == "\(path): cannot be read: No such file or directory.")
      #expect(
        words { try model.save(folder + "/none/m.safetensors") }?.hasSuffix(
          "cannot be written: No such file or directory.")
          == true)
      try model.save(path)
      var bytes = try Data(contentsOf: URL(filePath: path))
      bytes[bytes.count - 2] ^= 4
      try bytes.write(to: URL(filePath: path))
      #expect(words { try model.load(path) } == "\(path): the file was changed or damaged since it was written.")
    }
  }
}
