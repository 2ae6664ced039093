import Testing

@testable import Learning

@Suite struct ModelErrorTests {
  /// What is built, and what it says.
  struct Case: CustomTestStringConvertible, Sendable {
    let message: String
    let build: @Sendable () throws -> Void
    var testDescription: String { message }

    init(_ message: String, input: [Int] = [32, 32, 3], _ layers: (any Layer)...) {
      self.message = message
      build = { _ = try Sequential(input: input, layers: layers) }
    }
  }

  static let cases = [
    Case("A model needs at least one layer, such as Flatten() and Dense(10, activation: .softmax)."),
    Case("input must be [height, width, channels], each at least 1, got [32, 32].", input: [32, 32], Flatten()),
    Case("input must be [height, width, channels], each at least 1, got [32, 0, 3].", input: [32, 0, 3], Flatten()),
    Case("Dense(10) needs a flat input, got [8, 8, 128]. Add Flatten() before it.", input: [8, 8, 128], Dense(10)),
    Case(
      "Dense(10, activation: .softmax) needs a flat input, got [32, 32, 3]. Add Flatten() before it.",
      Dense(10, activation: .softmax)),
    Case("Dense(0): units must be at least 1, got 0.", Flatten(), Dense(0)),
    Case(
      "Conv2D(filters: -1, kernelSize: 3): filters must be at least 1, got -1.", Conv2D(filters: -1, kernelSize: 3)),
    Case(
      "Conv2D(filters: 8, kernelSize: 0): kernelSize must be at least 1, got 0.", Conv2D(filters: 8, kernelSize: 0)),
    Case(
      "Conv2D(filters: 8, kernelSize: (3, -2)): kernelSize must be at least 1, got (3, -2).",
      Conv2D(filters: 8, kernelSize: (3, -2))),
    Case(
      "Conv2D(filters: 8, kernelSize: 9223372036854775807, padding: .same): "
        + "kernelSize must be at most 2147483647, got 9223372036854775807.",
      Conv2D(filters: 8, kernelSize: .max, padding: .same)),
    Case(
      "Conv2D(filters: 8, kernelSize: 3, strides: 0): strides must be at least 1, got 0.",
      Conv2D(filters: 8, kernelSize: 3, strides: 0)),
    Case(
      "Conv2D(filters: 8, kernelSize: 3) needs an input of [height, width, channels], got [3072]. "
        + "Put it before Flatten().", Flatten(), Conv2D(filters: 8, kernelSize: 3)),
    Case(
      "Conv2D(filters: 8, kernelSize: 5, activation: .relu) slides a 5x5 window over [4, 9, 3], which is smaller. "
        + "Take a smaller window, padding: .same, or fewer layers that shrink the image before it.",
      input: [4, 9, 3], Conv2D(filters: 8, kernelSize: 5, activation: .relu)),
    Case(
      "MaxPooling2D(2) slides a 2x2 window over [1, 1, 3], which is smaller. "
        + "Take a smaller window, padding: .same, or fewer layers that shrink the image before it.",
      input: [1, 1, 3], MaxPooling2D(2)),
    Case(
      "MaxPooling2D(256): poolSize must be at most 65535 places in all, such as 255 by 255, got 256.",
      input: [256, 256, 1], MaxPooling2D(256)),
    Case(
      "MaxPooling2D(4294967296, padding: .same): poolSize must be at most 65535 places in all, "
        + "such as 255 by 255, got 4294967296.", MaxPooling2D(1 << 32, padding: .same)),
    Case("MaxPooling2D(-2): poolSize must be at least 1, got -2.", MaxPooling2D(-2)),
    Case(
      "AveragePooling2D(2, strides: 0): strides must be at least 1, got 0.", AveragePooling2D(2, strides: 0)),
    Case(
      "AveragePooling2D(2) needs an input of [height, width, channels], got [3072]. Put it before Flatten().",
      Flatten(), AveragePooling2D(2)),
    Case(
      "GlobalAveragePooling2D() needs an input of [height, width, channels], got [3072]. Put it before Flatten().",
      Flatten(), GlobalAveragePooling2D()),
    Case("Dropout(1.0): rate must be in 0..<1, got 1.0.", Dropout(1)),
    Case("Dropout(-0.1): rate must be in 0..<1, got -0.1.", Dropout(-0.1)),
    Case("Dropout(nan): rate must be in 0..<1, got nan.", Dropout(.nan)),
    Case(
      "BatchNormalization(momentum: 1.5): momentum must be in 0..<1, got 1.5.", BatchNormalization(momentum: 1.5)),
    Case(
      "BatchNormalization(epsilon: 0.0): epsilon must be greater than 0, got 0.0.", BatchNormalization(epsilon: 0)),
    Case(
      "Dense(10, activation: .softmax) uses softmax, but other layers follow. "
        + "Only a model's last layer gives probabilities; take .relu here.",
      Flatten(), Dense(10, activation: .softmax), Dropout(0.5)),
  ]

  /// A model that is too large for 8 GB of memory, and what it says.
  struct LargeCase: CustomTestStringConvertible, Sendable {
    let message: String
    let input: [Int]
    let layers: [any Layer]
    var testDescription: String { message }

    init(_ message: String, input: [Int], _ layers: (any Layer)...) {
      self.message = message
      self.input = input
      self.layers = layers
    }
  }

  private static let fewer =
    "Shrink what reaches the layer, such as by pooling before Flatten(), or give it fewer units or filters."
  private static let smaller = "Take smaller images, pooling or strides before it, or fewer filters."

  static let largeCases = [
    LargeCase(
      "Dense(4096) has 34,359,742,464 weights on an input of [8388608]. "
        + "Up to there the model's weights need 137.4 GB, and this machine's memory is 8.0 GB. \(fewer)",
      input: [512, 512, 32], Flatten(), Dense(4096), Dense(10, activation: .softmax)),
    // Each of them alone would fit.
    LargeCase(
      "Dense(30000) has 900,030,000 weights on an input of [30000]. "
        + "Up to there the model's weights need 10.8 GB, and this machine's memory is 8.0 GB. \(fewer)",
      input: [100, 100, 3], Flatten(), Dense(30000), Dense(30000), Dense(30000)),
    LargeCase(
      "Dense(4611686018427387904) has 1.4171711134627363e+22 weights on an input of [3072]. "
        + "Up to there the model's weights need 56686844538509.5 GB, and this machine's memory is 8.0 GB. \(fewer)",
      input: [32, 32, 3], Flatten(), Dense(1 << 62)),
    LargeCase(
      "Conv2D(filters: 4611686018427387904, kernelSize: 3) has 1.2912720851596686e+20 weights on an input of "
        + "[32, 32, 3]. Up to there the model's weights need 516508834063.9 GB, and this machine's memory is 8.0 GB. "
        + fewer,
      input: [32, 32, 3], Conv2D(filters: 1 << 62, kernelSize: 3), Flatten(), Dense(10)),
    LargeCase(
      "Conv2D(filters: 1048576, kernelSize: 1) gives [4096, 4096, 1048576] for each image, which needs 70368.7 GB, "
        + "and this machine's memory is 8.0 GB. \(smaller)",
      input: [4096, 4096, 3], Conv2D(filters: 1 << 20, kernelSize: 1), Flatten()),
    LargeCase(
      "The input gives [4611686018427387904, 2, 3] for each image, which needs 110680464442.3 GB, "
        + "and this machine's memory is 8.0 GB. \(smaller)",
      input: [1 << 62, 2, 3], Flatten(), Dense(10)),
  ]

  @Test(
    "A model too large for the machine names its first layer that is, before anything is allocated",
    arguments: largeCases)
  func large(_ it: LargeCase) throws {
    let error = try #require(throws: ModelError.self) {
      _ = try LayerChain(input: it.input, layers: it.layers, memory: 8_000_000_000)
    }
    #expect(error.description == it.message)
  }

  @Test("No machine holds 2^62 units: the model itself says so, in a branch too")
  func noMemory() throws {
    let nets: [[any Layer]] = [
      [Flatten(), Dense(1 << 62)],
      [Residual { Conv2D(filters: 1 << 62, kernelSize: 1) }],
    ]
    for layers in nets {
      let error = try #require(throws: ModelError.self) { try Sequential(input: [32, 32, 3], layers: layers) }
      guard case .tooManyWeights = error else { throw error }
    }
  }

  @Test("A model that cannot be built says why and what to change", arguments: cases)
  func building(_ wrong: Case) throws {
    let error = try #require(throws: ModelError.self) { try wrong.build() }
    #expect(error.description == wrong.message)
  }

  /// A change of `fit`'s arguments, and what it says.
  struct FitCase: CustomTestStringConvertible, @unchecked Sendable {
    let message: String
    var layers: [any Layer] = [Flatten(), Dense(4, activation: .softmax)]
    var data = TestImages(8)
    var validation: TestImages?
    var epochs = 1
    var batchSize = 4
    var optimizer = Optimizer.adam()
    var callbacks: [Callback] = []
    var testDescription: String { message }
  }

  static let fitCases = [
    FitCase(message: "epochs must be from 0 to 1,000,000,000, got -1.", epochs: -1),
    FitCase(message: "epochs must be from 0 to 1,000,000,000, got \(Int.max).", epochs: .max),
    FitCase(message: "batchSize must be at least 1, got 0.", batchSize: 0),
    FitCase(message: "The training data holds no images.", data: TestImages(0)),
    FitCase(message: "The validation data holds no images.", validation: TestImages(0)),
    FitCase(
      message: "The model takes images of [6, 5, 3], but the training data holds images of [5, 6, 3]. "
        + "Build it with Sequential(input: [5, 6, 3]).", data: TestImages(8, shape: [5, 6, 3])),
    FitCase(
      message: "The model tells 4 classes apart, but the validation data has 5. "
        + "Let its last layer be Dense(5, activation: .softmax).", validation: TestImages(8, classes: 5)),
    FitCase(
      message: "Image 1 of the training data has the label 4, but labels must be 0..<4.",
      data: TestImages(
        imageShape: [6, 5, 3], classNames: ["a", "b", "c", "d"], labels: [0, 4],
        pixels: Array(repeating: 0, count: 180))),
    FitCase(
      message: "Cross-entropy needs probabilities, but the model ends with Dense(4). "
        + "Let it end with a flat softmax, such as Dense(10, activation: .softmax).", layers: [Flatten(), Dense(4)]),
    FitCase(
      message: "Cross-entropy needs probabilities, but the model ends with Activation(.softmax). "
        + "Let it end with a flat softmax, such as Dense(10, activation: .softmax).", layers: [Activation(.softmax)]),
    FitCase(
      message: "adam: learningRate must be 0 or more, got -0.1.", optimizer: .adam(learningRate: -0.1)),
    FitCase(message: "sgd: momentum must be in 0..<1, got 1.0.", optimizer: .sgd(momentum: 1)),
    FitCase(message: "rmsprop: epsilon must be greater than 0, got 0.0.", optimizer: .rmsprop(epsilon: 0)),
    FitCase(message: "adamW: weightDecay must be 0 or more, got nan.", optimizer: .adamW(weightDecay: .nan)),
    FitCase(message: "adamax: beta2 must be in 0..<1, got 2.0.", optimizer: .adamax(beta2: 2)),
    FitCase(
      message: "Early stopping monitors validationLoss, which needs validation data. "
        + "Give fit(…, validation:) or monitor: .loss.", callbacks: [.earlyStopping()]),
    FitCase(
      message: "earlyStopping: patience must be 0 or more, got -1.",
      callbacks: [.earlyStopping(monitor: .loss, patience: -1)]),
    FitCase(
      message: "earlyStopping: minDelta must be 0 or more, got -0.5.",
      callbacks: [.earlyStopping(monitor: .loss, minDelta: -0.5)]),
    FitCase(
      message: "earlyStopping: restoreBestWeights must be true in one callback at most, got true twice.",
      callbacks: [
        .earlyStopping(monitor: .loss, restoreBestWeights: true),
        .earlyStopping(monitor: .accuracy, restoreBestWeights: true),
      ]),
  ]

  @Test("A fit that cannot work says why and what to change", arguments: fitCases)
  func fitting(_ wrong: FitCase) async throws {
    let model = try Sequential(input: [6, 5, 3], layers: wrong.layers)
    let error = try await #require(throws: ModelError.self) {
      try await model.fit(
        wrong.data, validation: wrong.validation, epochs: wrong.epochs, batchSize: wrong.batchSize,
        optimizer: wrong.optimizer, callbacks: wrong.callbacks)
    }
    #expect(error.description == wrong.message)
  }

  @Test("Evaluating and predicting check their data and name it")
  func asking() throws {
    let model = try Sequential(input: [6, 5, 3], layers: [Flatten(), Dense(4, activation: .softmax)])
    let evaluation = try #require(throws: ModelError.self) { try model.evaluate(TestImages(0)) }
    #expect(evaluation.description == "The evaluation data holds no images.")
    let prediction = try #require(throws: ModelError.self) { try model.predict(TestImages(0)) }
    #expect(prediction.description == "The prediction data holds no images.")
    let batch = try #require(throws: ModelError.self) { try model.predict(TestImages(1), batchSize: -3) }
    #expect(batch.description == "batchSize must be at least 1, got -3.")
  }

  @Test("Weights that are not the model's are refused by name")
  func weights() throws {
    let model = try Sequential(input: [2, 2, 1], layers: [Flatten(), Dense(3, activation: .softmax)])
    func message(_ weights: [NamedTensor]) throws -> String {
      try #require(throws: ModelError.self) { try model.setWeights(weights) }.description
    }
    let (kernel, bias) = (model.weights[0], model.weights[1])
    let wrong = NamedTensor(name: "dense/bias", tensor: Tensor(shape: [4], repeating: 0))
    let unknown = NamedTensor(name: "dense_1/bias", tensor: Tensor(shape: [3], repeating: 0))
    #expect(try message([kernel]) == "The weight dense/bias is missing. Give every weight of the model.")
    #expect(try message([kernel, bias, bias]) == "The weight dense/bias is given twice.")
    #expect(try message([kernel, wrong]) == "The weight dense/bias has the shape [4], but the model's is [3].")
    #expect(
      try message([kernel, unknown])
        == "The model has no weight named dense_1/bias. It has dense/kernel, dense/bias.")
  }

  @Test("A loss that is no number, and a state that does not fit, are told plainly")
  func others() {
    #expect(
      ModelError.lossNotFinite(epoch: 2, batch: 7, loss: "not a number", origin: .image(40)).description
        == "The loss became not a number in epoch 2, batch 7. "
        + "Image 40 of the training data holds a value that is not finite: mend it or leave it out.")
    let layer = Dense(10, activation: .relu).description
    #expect(
      ModelError.weightsNotFinite(epoch: 2, batch: 7, of: "dense", layer: layer).description
        == "The weights of dense, Dense(10, activation: .relu), are not finite after epoch 2, batch 7. "
        + "Lower the optimizer's learning rate, or scale the data to 0...1.")
    #expect(
      ModelError.NotFiniteOrigin.output(of: "dense", layer: layer, weightsAreFinite: true).description
        == "The first layer whose output is not finite is dense, Dense(10, activation: .relu). "
        + "Lower the optimizer's learning rate, or scale the data to 0...1.")
    #expect(
      ModelError.NotFiniteOrigin.output(of: "dense", layer: layer, weightsAreFinite: false).description
        == "The first layer whose output is not finite is dense, Dense(10, activation: .relu): its weights are not "
        + "finite either since the step before. Lower the optimizer's learning rate.")
    #expect(
      ModelError.unusableState(reason: "its optimizer slots are not those of sgd").description
        == "The stored training state does not fit this model: its optimizer slots are not those of sgd. "
        + "Delete the stored run to train afresh.")
  }
}
