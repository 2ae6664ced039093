import Foundation
import Learning
import Runs
import TestSupport
import Testing

/// `kill -9` at random moments of a training. `CAHIER_KILLS` says how many (`make kill-test` takes 200).
@Suite("Killed trainings")
struct KillTests {
  private static let notebook = """
    ```{swift}
    import Foundation
    import Cahier
    try "\\(getpid())".write(toFile: "pid", atomically: true, encoding: .utf8)
    let shapes = Shapes(train: 600, test: 100)
    let model = try Sequential(input: [32, 32, 3], seed: 1) {
      Conv2D(filters: 16, kernelSize: 3, activation: .relu)
      MaxPooling2D(2)
      BatchNormalization()
      Dropout(0.25)
      Flatten()
      Dense(10, activation: .softmax)
    }
    let history = try await model.fit(
      shapes.train, validation: shapes.test, epochs: 12, batchSize: 50,
      callbacks: [.earlyStopping(patience: 9, restoreBestWeights: true)])
    history.curves(.loss, .accuracy)
    ```

    ```{swift}
    try model.evaluate(shapes.test).confusionMatrix
    ```

    """

  /// A checkpoint every few batches, so that kills fall within epochs and within writes.
  private static let environment: [String: String?] = ["CAHIER_CHECKPOINT_SECONDS": "0.02"]

  /// What a training leaves, to be the same to the bit, but for times.
  private struct Outcome: Equatable {
    var weights: [NamedTensor]
    var optimizerSlots: [NamedTensor]
    var bestWeights: [NamedTensor]?
    var step: Int
    var callbackState: [String: Double]
    var history: History
    var page: String

    init(_ bench: Workbench) throws {
      let store = RunStore(folder: bench.folder[".cahier/runs"].path)
      let runs = try store.runs()
      let state = try store.run(named: #require(runs.first).name).state
      (weights, optimizerSlots, bestWeights) = (state.weights, state.optimizerSlots, state.best?.weights)
      (step, callbackState, history) = (state.step, state.callbackState, state.history)
      for place in history.epochs.indices { history.epochs[place].seconds = 0 }
      page = try bench.folder.text(of: "output/notebook.html")
    }
  }

  /// Every checkpoint in the store is sound. Gives the most whole epochs among them.
  private func keptEpochs(_ bench: Workbench) throws -> Int {
    let folder = bench.folder[".cahier/runs"].path
    var epochs = 0
    for name in FileManager.default.subpaths(atPath: folder) ?? [] where name.hasSuffix(".safetensors") {
      _ = try Safetensors(contentsOf: "\(folder)/\(name)")
      let number = name.split(separator: "/")[1].split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
      epochs = max(epochs, number)
    }
    return epochs
  }

  @Test("Killed at any moment, a training loses no finished epoch and ends with the bits of one that never stopped")
  func kills() async throws {
    let kills = ProcessInfo.processInfo.environment["CAHIER_KILLS"].flatMap { Int($0) } ?? 6
    let arguments = ["render", "--reproducible", "notebook.md"]
    let bench = try Workbench(notebook: Self.notebook)
    #expect(try await bench.tool.run(arguments, in: bench.folder.url).status == 0)
    let whole = try Outcome(bench)
    // Once more, now that the cells are compiled: how long a training takes.
    try FileManager.default.removeItem(at: bench.folder[".cahier/runs"])
    let start = ContinuousClock.now
    #expect(
      try await bench.tool.run(arguments, in: bench.folder.url, environment: Self.environment).status == 0)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    #expect(try Outcome(bench) == whole)

    var random = SeededGenerator(UInt64(kills))
    var left = kills
    var kept = 0
    var trainings = 0
    while left > 0 {
      try? FileManager.default.removeItem(at: bench.folder[".cahier/runs"])
      kept = 0
      var hasEnded = false
      while !hasEnded {
        try? FileManager.default.removeItem(at: bench.folder["pid"])
        let program = try bench.tool.start(arguments, in: bench.folder.url, environment: Self.environment)
        if left > 0 {
          try await Task.sleep(for: .seconds(Double.random(in: 0...seconds * 0.8, using: &random)))
        } else {
          _ = try await program.result(within: 180)
        }
        hasEnded = !program.isRunning
        guard !hasEnded else { break }
        // The program that trains first: the tool's death alone would be a request.
        let cells = (try? bench.folder.text(of: "pid")).flatMap { Int32($0) }
        if let cells { kill(cells, SIGKILL) }
        program.signal(SIGKILL)
        _ = try await program.result(within: 60)
        if let cells { _ = try await holds(within: 60) { kill(cells, 0) != 0 } }
        left -= 1
        let now = try keptEpochs(bench)
        let announced = program.standardError.matches(of: #/Epoch (\d+)/12: /#).compactMap { Int($0.1) }.max() ?? 0
        #expect(now >= kept && now >= announced, "\(now) epochs are kept, \(kept) were, \(announced) were announced")
        kept = now
      }
      trainings += 1
      #expect(try Outcome(bench) == whole)
    }
    #expect(trainings > 0)
  }
}
