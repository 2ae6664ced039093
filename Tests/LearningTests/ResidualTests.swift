import Testing

@testable import Learning

/// What a residual layer is to its model; that it computes right is in `EngineAgreementTests` and `ReferenceTests`.
@Suite struct ResidualTests {
  private func model() throws -> Sequential {
    try Sequential(input: [8, 6, 16], seed: 4) {
      Residual {
        Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu)
        Conv2D(filters: 16, kernelSize: 3, padding: .same)
      }
      Residual { Conv2D(filters: 24, kernelSize: 3, strides: 2, padding: .same) }
      Flatten()
      Dense(3, activation: .softmax)
    }
  }

  @Test("Weights are named after the layers within, and no two kernels start alike")
  func weights() throws {
    let model = try model()
    #expect(
      model.weights.map(\.name) == [
        "residual/conv2d/kernel", "residual/conv2d/bias", "residual/conv2d_1/kernel", "residual/conv2d_1/bias",
        "residual_1/conv2d/kernel", "residual_1/conv2d/bias", "residual_1/projection/kernel", "dense/kernel",
        "dense/bias",
      ])
    let first = model.weights[0].tensor.scalars
    #expect(Set(first).count > 100 && first != model.weights[2].tensor.scalars)
    #expect(model.summary.layers.map(\.outputShape) == [[8, 6, 16], [4, 3, 24], [288], [3]])
    #expect(model.summary.layers[1].multiplyAdds == 12 * 24 * (9 * 16 + 16))
    #expect(model.summary.layers[0].detail == "input + Conv2D, Conv2D")
  }

  @Test("Its line in a run's key has every argument of the layers within")
  func key() throws {
    let line = try model().architecture[2]
    #expect(
      line == "Residual(Conv2D(filters: 24, kernelSize: 3, strides: 2, padding: .same, activation: .linear, "
        + "useBias: true))")
  }

  @Test(
    "Branches that cannot be added are refused in words",
    arguments: [
      (
        Residual { Conv2D(filters: 4, kernelSize: 3) },
        "layers must be layers whose output is as large as the input, or smaller by a whole factor, got [6, 6, 4]."
      ),
      (
        Residual { Flatten() }, "layers must be layers that give an image, [height, width, channels], got [192]."
      ),
    ])
  func errors(_ residual: Residual, _ message: String) {
    let error = #expect(throws: ModelError.self) { try Sequential(input: [8, 8, 3], layers: [residual]) }
    #expect(error.map { "\($0)".hasSuffix(message) } == true, "\(error.map { "\($0)" } ?? "none")")
    #expect(throws: ModelError.noLayers) { try Sequential(input: [8, 8, 3], layers: [Residual {}]) }
    #expect(throws: ModelError.self) { try Sequential(input: [8, 8, 3], layers: [Flatten(), Residual { Dense(3) }]) }
    #expect(throws: ModelError.self) {
      try Sequential(input: [8, 8, 3], layers: [Residual { Activation(.softmax) }, Flatten()])
    }
  }

  @Test("A net with residual layers learns, and activations of its layers can be looked at")
  func learning() async throws {
    let model = try Sequential(input: [6, 5, 3], seed: 4) {
      Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu)
      Residual { Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu) }
      Flatten()
      Dense(4, activation: .softmax)
    }
    let data = TestImages(120)
    let history = try await model.fit(data, epochs: 8, batchSize: 16, optimizer: .adam(learningRate: 0.01))
    #expect(history.epochs[7].loss < 0.5 * history.epochs[0].loss)
    #expect(try model.activations(of: "residual", for: data.first(3)).shape == [3, 6, 5, 16])
  }
}
