import Synchronization
import Testing

@testable import Learning

/// A prediction store without files, which counts what it is asked.
private final class MemoryPredictions: PredictionStore {
  private let kept = Mutex<[String: Tensor]>([:])
  let hits = Mutex(0)

  private func key(_ recipe: PredictionRecipe) -> String {
    "\(recipe.architecture) \(recipe.weights.map { "\($0.name) \($0.tensor)" }) \(recipe.data) \(recipe.numericsVersion)"
  }

  func probabilities(of recipe: PredictionRecipe) -> Tensor? {
    let found = kept.withLock { $0[key(recipe)] }
    if found != nil { hits.withLock { $0 += 1 } }
    return found
  }

  func keep(_ probabilities: Tensor, of recipe: PredictionRecipe) {
    kept.withLock { $0[key(recipe)] = probabilities }
  }

  var count: Int { kept.withLock(\.count) }
}

@Suite("Kept predictions")
struct PredictionStoreTests {
  private func model(seed: Int = 1) throws -> Sequential {
    try Sequential(input: [16, 16, 3], seed: seed) {
      Conv2D(filters: 64, kernelSize: 3, padding: .same, activation: .relu)
      Flatten()
      Dense(4, activation: .softmax)
    }
  }

  private let images = TestImages(500, shape: [16, 16, 3])

  @Test("What was predicted once is looked up, to the bit")
  func lookedUp() throws {
    let store = MemoryPredictions()
    let computed = try model().predictions(for: images, batchSize: 64, store: nil)
    let first = try model().predictions(for: images, batchSize: 64, store: store)
    let second = try model().predictions(for: images, batchSize: 32, store: store)
    #expect(store.hits.withLock { $0 } == 1 && store.count == 1)
    #expect(first == computed && second == computed)
  }

  @Test("Other weights, other layers and other images are computed")
  func missed() throws {
    let store = MemoryPredictions()
    _ = try model().predictions(for: images, batchSize: 64, store: store)
    let model = try model()
    var weights = model.weights
    weights[0].tensor.scalars[5] += 1e-6
    try model.setWeights(weights)
    let other = model.predictions(for: images, batchSize: 64, store: store)
    #expect(other == model.predictions(for: images, batchSize: 64, store: nil))
    // The same weights under another activation.
    let linear = try Sequential(input: [16, 16, 3], seed: 1) {
      Conv2D(filters: 64, kernelSize: 3, padding: .same)
      Flatten()
      Dense(4, activation: .softmax)
    }
    _ = linear.predictions(for: images, batchSize: 64, store: store)
    _ = try self.model().predictions(for: TestImages(500, shape: [16, 16, 3], seed: 2), batchSize: 64, store: store)
    #expect(store.hits.withLock { $0 } == 0 && store.count == 4)
  }

  @Test("Something of another shape under the right key is not believed")
  func wrongShape() throws {
    struct Liar: PredictionStore {
      func probabilities(of recipe: PredictionRecipe) -> Tensor? { Tensor(shape: [3, 4], repeating: 0.25) }
      func keep(_ probabilities: Tensor, of recipe: PredictionRecipe) {}
    }
    let predictions = try model().predictions(for: images, batchSize: 64, store: Liar())
    #expect(try predictions == model().predictions(for: images, batchSize: 64, store: nil))
  }

  @Test("What is computed in a moment is not kept")
  func cheap() throws {
    let store = MemoryPredictions()
    _ = try model().predictions(for: images.first(2), batchSize: 64, store: store)
    #expect(store.count == 0)
  }
}
