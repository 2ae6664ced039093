import Testing

@testable import Learning

/// The same bits for any number of threads, on every processor path.
@Suite struct DeterminismTests {
  /// A machine to train on.
  struct Machine: CustomTestStringConvertible, Sendable {
    let threads: Int
    let instructionSet: InstructionSet
    var testDescription: String { "\(instructionSet), \(threads) threads" }
  }

  static let machines: [Machine] = InstructionSet.allCases.filter(\.isAvailable).flatMap { instructionSet in
    [1, 2, 3, 7].map { Machine(threads: $0, instructionSet: instructionSet) }
  }

  /// Whoever changes the engine's arithmetic changes this, and raises `TrainingRecipe.currentNumericsVersion` with it.
  static let committed = "c8f45286ffe675cf"

  static let data = TestImages(512, shape: [10, 10, 3], classes: 10)

  static func model() throws -> Sequential {
    try Sequential(input: [10, 10, 3], seed: 21) {
      Conv2D(filters: 16, kernelSize: 3, padding: .same, activation: .relu)
      MaxPooling2D(2)
      Dropout(0.25)
      Conv2D(filters: 40, kernelSize: 3, activation: .relu)
      BatchNormalization()
      AveragePooling2D(2)
      Conv2D(filters: 32, kernelSize: 3, padding: .same, activation: .tanh)
      Flatten()
      Dense(50, activation: .sigmoid)
      Dense(10, activation: .softmax)
    }
  }

  /// Weights, losses and probabilities in one number: FNV-1a over their bits.
  static func digest(_ model: Sequential, _ history: History) throws -> String {
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bits: UInt64) { digest = (digest ^ bits) &* 0x0000_0100_0000_01b3 }
    for weight in model.weights {
      for scalar in weight.tensor.scalars { add(UInt64(scalar.bitPattern)) }
    }
    for epoch in history.epochs { add(epoch.loss.bitPattern) }
    for scalar in try model.predict(data.first(100)).probabilities.scalars { add(UInt64(scalar.bitPattern)) }
    return String(digest, radix: 16)
  }

  @Test("A fit ends with the committed bits on every path and any number of threads", arguments: machines)
  func sameBits(_ machine: Machine) async throws {
    let model = try Self.model()
    model.engine.threads = machine.threads
    model.engine.instructionSet = machine.instructionSet
    // 512 is no multiple of 100: the last batch is ragged.
    let history = try await model.fit(Self.data, epochs: 2, batchSize: 100)
    let digest = try Self.digest(model, history)
    #expect(digest == Self.committed)
  }
}
