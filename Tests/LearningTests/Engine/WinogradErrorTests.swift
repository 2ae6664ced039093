import Testing

@testable import Learning

/// How far rounding takes the forward pass from exact arithmetic; docs/engine.md quotes the figures.
@Suite struct WinogradErrorTests {
  /// Root mean square of the difference to double precision, relative to that of the values: of the engine's outputs, and
  /// of the naive reference's in single precision.
  private func errors(channels: Int, algorithm: ConvolutionAlgorithm) throws -> (engine: Double, naive: Double) {
    // The first layer is never Winograd's; one tap of three channels rounds little.
    let model = try Sequential(input: [8, 8, 3], seed: 7) {
      Conv2D(filters: channels, kernelSize: 1)
      Conv2D(filters: channels, kernelSize: 3, padding: .same)
    }
    let data = TestImages(1, shape: model.inputShape)
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: 1, algorithm: algorithm)
    compiled.setWeights(model.weights)
    var outputs = [Float](repeating: 0, count: 8 * 8 * channels)
    compiled.forward(data: data, indices: [0], into: &outputs)
    var (exact, naive) = (ReferenceNet<Double>(model), ReferenceNet<Float>(model))
    let expected = exact.forward(data.volume([0])).scalars
    return (
      relativeError(outputs.map(Double.init), expected),
      relativeError(naive.forward(data.volume([0])).scalars.map(Double.init), expected)
    )
  }

  private func relativeError(_ values: [Double], _ exact: [Double]) -> Double {
    let squares = zip(values, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / exact.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  @Test(
    "Winograd's convolution is within 2e-6 of exact arithmetic, the direct one within 1e-6", arguments: [16, 64, 96])
  func forward(channels: Int) throws {
    let (direct, winograd) = try (
      errors(channels: channels, algorithm: .direct), errors(channels: channels, algorithm: .automatic)
    )
    #expect(direct.engine < 1e-6)
    #expect(winograd.engine < 2e-6)
    // Else this is not Winograd's.
    #expect(winograd.engine > direct.engine)
    print("\(channels) channels: naive \(direct.naive), direct \(direct.engine), Winograd \(winograd.engine)")
  }
}
