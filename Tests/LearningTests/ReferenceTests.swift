import TestSupport
import Testing

@testable import Learning

/// The naive references' own check: their gradients are those of their forward passes.
@Suite struct ReferenceTests {
  /// A layer on an input that is odd in every way.
  struct Case: CustomTestStringConvertible, Sendable {
    let layers: [any Layer]
    var input = [5, 4, 3]
    var testDescription: String { "\(layers) on \(input)" }
  }

  static let cases = [
    Case(layers: [Conv2D(filters: 2, kernelSize: 3)]),
    Case(layers: [Conv2D(filters: 3, kernelSize: 3, padding: .same)], input: [5, 5, 1]),
    Case(layers: [Conv2D(filters: 2, kernelSize: (2, 3), strides: (2, 1), padding: .same, useBias: false)]),
    Case(layers: [MaxPooling2D(2)]), Case(layers: [MaxPooling2D(3, strides: 2, padding: .same)]),
    Case(layers: [AveragePooling2D(2)]), Case(layers: [AveragePooling2D(3, strides: 2, padding: .same)]),
    Case(layers: [GlobalAveragePooling2D()]), Case(layers: [BatchNormalization()]),
    Case(layers: [Dropout(0.4)]), Case(layers: [Flatten(), Dense(4)]),
    Case(layers: [Flatten(), Dense(2, useBias: false), BatchNormalization()]),
    Case(layers: [Activation(.relu)]), Case(layers: [Activation(.leakyReLU(negativeSlope: 0.1))]),
    Case(layers: [Activation(.sigmoid)]), Case(layers: [Activation(.tanh)]), Case(layers: [Activation(.softmax)]),
    Case(layers: [Activation(.linear)]),
    Case(layers: [
      Residual {
        Conv2D(filters: 2, kernelSize: 3, padding: .same, activation: .tanh)
        Conv2D(filters: 3, kernelSize: 3, padding: .same)
      }
    ]),
    Case(layers: [Residual { Conv2D(filters: 4, kernelSize: 3, strides: 2, padding: .same, useBias: false) }]),
  ]

  @Test("A reference layer's gradients are those of its output", arguments: cases)
  func layerGradients(_ it: Case) throws {
    let model = try Sequential(input: it.input, layers: it.layers)
    try model.randomizeWeights()
    let pass = ReferencePass.training(seed: 3, epoch: 1, images: [4, 2, 9])
    let size = 3 * it.input.reduce(1, *)
    let input = RandomStream(seed: 8, purpose: .data, index: 0).uniform(count: size, limit: 2).map(Double.init)
    let direction = RandomStream(seed: 9, purpose: .data, index: 0)
      .uniform(count: 3 * model.outputShape.reduce(1, *), limit: 1).map(Double.init)

    func output(_ input: [Double], _ parameters: [[Double]]?) -> (value: Double, net: ReferenceNet<Double>) {
      var net = ReferenceNet<Double>(model)
      if let parameters { net.parameters = parameters }
      let volume = net.forward(Volume(images: 3, shape: it.input, input), pass: pass)
      return (zip(volume.scalars, direction).reduce(0) { $0 + $1.0 * $1.1 }, net)
    }

    var net = output(input, nil).net
    let parameters = ReferenceNet<Double>(model).parameters
    let inputGradient = net.backward(Volume(images: 3, shape: model.outputShape, direction))
    assertGradient(of: { output($0, nil).value }, at: input, is: inputGradient.scalars, "input")
    for (place, gradient) in net.gradients.enumerated() where !gradient.isEmpty {
      assertGradient(
        of: { moved in
          var all = parameters
          all[place] = moved
          return output(input, all).value
        }, at: parameters[place], is: gradient, "parameter \(place)")
    }
  }

  @Test("The reference's loss gradient is that of the mean cross-entropy")
  func lossGradient() throws {
    let data = TestImages(3, shape: [4, 4, 2])
    let model = try Sequential(input: [4, 4, 2]) {
      Conv2D(filters: 3, kernelSize: 3, activation: .tanh)
      Flatten()
      Dense(4, activation: .softmax)
    }
    try model.randomizeWeights()
    func net() -> ReferenceNet<Double> { ReferenceNet(model) }
    var first = net()
    _ = first.loss(data.volume(0..<3), labels: data.labels, pass: .inference)
    let parameters = net().parameters
    for place in parameters.indices {
      assertGradient(
        of: { moved in
          var net = net()
          var all = parameters
          all[place] = moved
          net.parameters = all
          return net.loss(data.volume(0..<3), labels: data.labels, pass: .inference) / 3
        }, at: parameters[place], is: first.gradients[place], "parameter \(place)")
    }
  }

  @Test("The gradient check notices a wrong gradient, the distance a wrong number")
  func helpersFail() {
    withKnownIssue { assertGradient(of: { $0[0] * $0[0] }, at: [3], is: [6.001]) }
    withKnownIssue { assertClose([1.0, 2.0], [1.0, 2.1], tolerance: 0.01) }
    withKnownIssue { assertClose([1.0], [1.0, 2.0], tolerance: 0.01) }
    withKnownIssue { assertClose([Double.nan], [1.0], tolerance: 0.01) }
    withKnownIssue { assertClose(1.0, 1.1, tolerance: 0.01) }
    withKnownIssue { assertClose(.nan, 1.1, tolerance: 0.01) }
    assertGradient(of: { $0[0] * $0[0] * $0[1] }, at: [3, 2], is: [12, 9])
    assertClose([1.0, 2.0], [1.0, 2.0001], tolerance: 0.001)
  }
}
