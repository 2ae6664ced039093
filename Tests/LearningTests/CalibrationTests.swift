import Testing

@testable import Learning

@Suite("Calibration, top-k and what layers cost and give")
struct CalibrationTests {
  /// One row an image: the probability of class 0 of two, and the true class.
  private func predictions(_ rows: [(Float, Int)]) -> Predictions {
    Predictions(
      probabilities: Tensor(shape: [rows.count, 2], scalars: rows.flatMap { [$0.0, 1 - $0.0] }),
      labels: rows.map(\.1), classNames: ["a", "b"])
  }

  @Test("The expected calibration error is the bins' mean distance, weighted by their counts")
  func expectedError() {
    // Three of confidence 0.75 with two right, one of 0.95 that is wrong.
    let calibration = predictions([(0.75, 0), (0.75, 0), (0.25, 0), (0.95, 1)]).calibration(bins: 10)
    #expect(calibration.bins.map(\.count) == [0, 0, 0, 0, 0, 0, 0, 3, 0, 1])
    #expect(abs(calibration.bins[7].accuracy - 2.0 / 3) < 1e-9 && calibration.bins[9].accuracy == 0)
    let expected = (3 * abs(0.75 - 2.0 / 3) + 0.95) / 4
    #expect(abs(calibration.expectedError - expected) < 1e-6)
    #expect(abs(calibration.maximumError - 0.95) < 1e-6)
  }

  @Test("Certainty belongs to the last bin, and nothing has no error")
  func limits() {
    #expect(predictions([(1, 0)]).calibration(bins: 4).bins.map(\.count) == [0, 0, 0, 1])
    #expect(predictions([]).calibration().expectedError == 0)
    #expect(predictions([]).calibration().maximumError == 0)
    #expect(predictions([(.nan, 0)]).calibration().bins.map(\.count).reduce(0, +) == 1)
  }

  @Test("What leaves a layer is what the next one gets, and the last one's is the prediction")
  func activations() throws {
    let images = TestImages(5, shape: [6, 6, 3], classes: 4)
    let model = try Sequential(input: [6, 6, 3], seed: 3) {
      Conv2D(filters: 4, kernelSize: 3, activation: .relu)
      MaxPooling2D(2)
      BatchNormalization()
      Flatten()
      Dense(4, activation: .softmax)
    }
    #expect(try model.activations(of: "dense", for: images, batchSize: 2) == model.predict(images).probabilities)
    let maps = try model.activations(of: "conv2d", for: images, batchSize: 2)
    let pooled = try model.activations(of: "max_pooling2d", for: images)
    #expect(maps.shape == [5, 4, 4, 4] && pooled.shape == [5, 2, 2, 4])
    #expect(maps.scalars.allSatisfy { $0 >= 0 } && maps.scalars.contains { $0 > 0 })
    for channel in 0..<4 {
      let window = [0, 1, 4, 5].map { maps.scalars[$0 * 4 + channel] }
      #expect(pooled.scalars[channel] == window.max())
    }
    let flat = try model.activations(of: "flatten", for: images)
    #expect(flat.shape == [5, 16])
    #expect(throws: ModelError.unknownLayer(name: "conv", known: model.layerNames)) {
      try model.activations(of: "conv", for: images)
    }
    #expect(throws: ModelError.self) { try model.activations(of: "conv2d", for: TestImages(2, shape: [5, 5, 3])) }
    #expect(
      ModelError.unknownLayer(name: "conv", known: ["conv2d", "dense"]).description
        == "The model has no layer named conv. It has conv2d, dense.")
  }

  @Test("A layer's cost is its multiplications for one image, forward")
  func cost() throws {
    let model = try Sequential(input: [8, 8, 3], seed: 1) {
      Conv2D(filters: 4, kernelSize: 3, activation: .relu)
      MaxPooling2D(2)
      Flatten()
      Dense(10, activation: .softmax)
    }
    let summary = model.summary
    #expect(summary.layers.map(\.multiplyAdds) == [6 * 6 * 4 * 3 * 3 * 3, 0, 0, 36 * 10])
    #expect(summary.multiplyAdds == 6 * 6 * 4 * 27 + 360)
    #expect(summary.layers.map(\.outputByteCount) == [4 * 144, 4 * 36, 4 * 36, 40])
    #expect(summary.parameterByteCount == 4 * (27 * 4 + 4 + 370))
  }
}
