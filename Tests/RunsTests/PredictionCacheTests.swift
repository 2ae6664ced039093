import Foundation
import Learning
import TestSupport
import Testing

@testable import Runs

@Suite("Predictions on disk")
struct PredictionCacheTests {
  private func recipe(_ change: (inout PredictionRecipe) -> Void = { _ in }) -> PredictionRecipe {
    var recipe = PredictionRecipe(
      architecture: ["Input([2, 2, 1])", "Dense(2)"],
      weights: [NamedTensor(name: "dense/kernel", tensor: Tensor(shape: [2, 2], scalars: [1, 2, 3, 4]))], data: "abc",
      numericsVersion: 1)
    change(&recipe)
    return recipe
  }

  private let probabilities = Tensor(shape: [2, 2], scalars: [0.25, 0.75, 1, .leastNonzeroMagnitude])

  @Test("Probabilities come back to the bit, under their recipe alone")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let cache = PredictionCache(folder: folder + "/predictions")
      #expect(cache.probabilities(of: recipe()) == nil)
      cache.keep(probabilities, of: recipe())
      #expect(PredictionCache(folder: folder + "/predictions").probabilities(of: recipe()) == probabilities)
      let others: [(inout PredictionRecipe) -> Void] = [
        { $0.architecture[1] = "Dense(3)" }, { $0.weights[0].tensor.scalars[3] = 4.0000005 },
        { $0.weights[0] = NamedTensor(name: "dense/bias", tensor: $0.weights[0].tensor) },
        { $0.weights[0].tensor = Tensor(shape: [4, 1], scalars: [1, 2, 3, 4]) }, { $0.data = "abd" },
        { $0.numericsVersion = 2 },
      ]
      for change in others { #expect(cache.probabilities(of: recipe(change)) == nil) }
    }
  }

  @Test("A flipped byte anywhere in the file makes it useless, never wrong")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let cache = PredictionCache(folder: folder.path)
    cache.keep(probabilities, of: recipe())
    let name = try #require(folder.files.first)
    let whole = try Data(contentsOf: folder[name])
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 0x10
      try bytes.write(to: folder[name])
      #expect(cache.probabilities(of: recipe()) == nil, "byte \(place)")
    }
    try whole.write(to: folder[name])
    #expect(cache.probabilities(of: recipe()) == probabilities)
  }

  @Test("The folder holds a limited number of files, the newest among them")
  func capacity() throws {
    let folder = try TemporaryFolder()
    let cache = PredictionCache(folder: folder.path)
    for number in 0..<PredictionCache.capacity + 10 {
      cache.keep(probabilities, of: recipe { $0.data = "\(number)" })
      #expect(cache.probabilities(of: recipe { $0.data = "\(number)" }) != nil)
    }
    #expect(folder.files.count == PredictionCache.capacity)
  }

  @Test("Where nothing can be kept, somebody is told and nothing fails")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    try folder.write("in the way", to: "predictions")
    nonisolated(unsafe) var faults: [RunError] = []
    let cache = PredictionCache(folder: folder["predictions"].path) { faults.append($0) }
    cache.keep(probabilities, of: recipe())
    #expect(cache.probabilities(of: recipe()) == nil)
    #expect(faults.count == 1)
  }
}
