import CellOutput
import Foundation
internal import Subprocess
import Synchronization

/// A compiled notebook as a process: starts it, collects what it says, and ends it when the task is cancelled.
struct CellProgram {
  let path: String
  /// Its working folder: the notebook's.
  let folder: String
  /// The notebook's file name.
  let notebook: String
  let training: TrainingPolicy

  /// How long a program that is asked to end may take where it trains: it finishes its batch and writes a checkpoint.
  private static let patience = Duration.seconds(10)
  /// And where it does not.
  private static let shortPatience = Duration.milliseconds(500)

  /// Runs to the end. `makeBuilder` makes the record; `recordChanged` is called whenever a cell or an output was added,
  /// on the thread that reads.
  func run(
    _ makeBuilder: (_ token: String) -> RecordBuilder, recordChanged: @escaping @Sendable (Record) -> Void
  ) async throws -> (record: Record, stop: TrainingStop?) {
    let token = Self.makeToken()
    let pipes = try ProgramPipes()
    let builder = Mutex(makeBuilder(token))
    let leader = Mutex<pid_t?>(nil)
    // Apart from what the cells write. The runtime takes no commas in this path, which a notebook's may have.
    let backtrace = FileManager.default.temporaryDirectory.appending(path: "cahier-backtrace-\(UUID().uuidString).txt")
    defer { try? FileManager.default.removeItem(at: backtrace) }
    var options = PlatformOptions()
    // A group of its own: Ctrl-C in the terminal reaches the tool alone, and what the cells start ends with them.
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: Self.patience)
    ]
    let reader = Task.detachedThread {
      pipes.readAll { source, bytes in
        let record = builder.withLock { builder in
          switch source {
          case .output: builder.readOutput(bytes)
          case .error: builder.readError(bytes)
          case .messages: builder.readMessages(bytes)
          }
          return builder.takeChangedRecord()
        }
        if let record { recordChanged(record) }
      }
    }
    let result: ExecutionResult<Void, FileDescriptorOutput, FileDescriptorOutput>
    do {
      defer { pipes.programHasEnded() }
      // What the cells started and left behind would keep the pipes open.
      defer {
        leader.withLock { leader in
          if let leader { endProcessGroup(leader) }
          leader = nil
        }
      }
      result = try await withTaskCancellationHandler {
        try await Subprocess.run(
          .path(.init(path)), arguments: [], environment: environment(token: token, backtrace: backtrace.path),
          workingDirectory: .init(folder), platformOptions: options,
          input: .fileDescriptor(.init(rawValue: pipes.programInput), closeAfterSpawningProcess: true),
          output: .fileDescriptor(.init(rawValue: pipes.programOutput), closeAfterSpawningProcess: true),
          error: .fileDescriptor(.init(rawValue: pipes.programError), closeAfterSpawningProcess: true)
        ) { execution in
          leader.withLock { $0 = execution.processIdentifier.value }
        }
      } onCancel: {
        Task.detached { @Sendable in
          try? await Task.sleep(for: Self.shortPatience)
          guard !builder.withLock(\.isTraining) else { return }
          leader.withLock { if let leader = $0 { endProcessGroup(leader) } }
        }
      }
    }
    await reader.value
    let frames = (try? Data(contentsOf: backtrace)) ?? Data()
    let end: RecordBuilder.End =
      switch result.terminationStatus {
      case _ where Task.isCancelled: .interrupted
      case .exited(let code): .exited(Int(code))
      case .signaled(let number): .signaled(Int(number))
      }
    return builder.withLock { builder in
      builder.end(end, backtrace: String(decoding: frames, as: UTF8.self))
      return (builder.record, builder.stop)
    }
  }

  private func environment(token: String, backtrace: String) -> Environment {
    .inherit.updating([
      .init(stringLiteral: SequenceMark.tokenVariable): token,
      .init(stringLiteral: ProgramVariables.training): training.text,
      .init(stringLiteral: ProgramVariables.notebook): notebook,
      // Dictionaries and sets print alike in every run.
      "SWIFT_DETERMINISTIC_HASHING": "1",
      "SWIFT_BACKTRACE":
        "enable=yes,interactive=no,color=no,threads=crashed,registers=none,images=none,output-to=\(backtrace)",
    ])
  }

  /// 128 random bits, so that nothing a cell prints is taken for a mark.
  private static func makeToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in String(UInt64.random(in: .min ... .max, using: &generator), radix: 16) }.joined()
  }
}

extension Task where Success == Void, Failure == Never {
  /// Runs `body` on a thread of its own: it blocks, which the tasks' threads must not.
  fileprivate static func detachedThread(_ body: @escaping @Sendable () -> Void) -> Task<Void, Never> {
    Task.detached {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          body()
          continuation.resume()
        }
      }
    }
  }
}
