import Testing

@testable import Learning

/// How far rounding takes the forward pass from exact arithmetic; docs/engine.md quotes the figures.
@Suite struct WinogradErrorTests {
  /// Root mean square of the difference to double precision, relative to that of the values.
  private func error(channels: Int, algorithm: ConvolutionAlgorithm) throws -> Double {
    // The first layer is never Winograd's; one tap of three channels rounds little.
    let model = try Sequential(input: [12, 12, 3], seed: 7) {
      Conv2D(filters: channels, kernelSize: 1)
      Conv2D(filters: channels, kernelSize: 3, padding: .same)
    }
    let data = TestImages(2, shape: model.inputShape)
    let compiled = CompiledModel(nodes: model.chain.nodes, batchSize: 2, algorithm: algorithm)
    compiled.setWeights(model.weights)
    var outputs = [Float](repeating: 0, count: 2 * 12 * 12 * channels)
    compiled.forward(data: data, indices: [0, 1], into: &outputs)
    var reference = ReferenceNet<Double>(model)
    return relativeError(outputs.map(Double.init), reference.forward(data.volume([0, 1])).scalars)
  }

  private func relativeError(_ values: [Double], _ exact: [Double]) -> Double {
    let squares = zip(values, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / exact.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  @Test(
    "Winograd's convolution is within 2e-6 of exact arithmetic, the direct one within 3e-7", arguments: [16, 64, 96])
  func forward(channels: Int) throws {
    let (direct, winograd) = try (
      error(channels: channels, algorithm: .direct), error(channels: channels, algorithm: .automatic)
    )
    #expect(direct < 3e-7)
    #expect(winograd < 2e-6)
    // Else this is not Winograd's.
    #expect(winograd > direct)
    print("\(channels) channels: direct \(direct), Winograd \(winograd)")
  }
}
