@testable import Learning

extension Sequential {
  /// Gives every weight, biases too, a random value, so that no term is hidden by a zero.
  ///
  /// Variances stay positive.
  func randomizeWeights(seed: UInt64 = 5) throws {
    let random = weights.enumerated().map { place, weight in
      let fanIn = weight.tensor.shape.dropLast().reduce(1, *)
      let limit = weight.tensor.shape.count == 1 ? 0.3 : Float((3 / Double(fanIn)).squareRoot())
      var scalars = RandomStream(seed: seed, purpose: .data, index: place)
        .uniform(count: weight.tensor.scalars.count, limit: limit)
      if weight.name.hasSuffix("moving_variance") || weight.name.hasSuffix("gamma") { scalars = scalars.map { $0 + 1 } }
      return NamedTensor(name: weight.name, tensor: Tensor(shape: weight.tensor.shape, scalars: scalars))
    }
    try setWeights(random)
  }
}
