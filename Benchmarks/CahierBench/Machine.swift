import ArgumentParser
import Foundation
import Learning

/// What to run on: options that all measurements of the engine share.
struct Machine: ParsableArguments {
  @Option(help: "Threads to compute with (default: as many as there are cores).")
  var threads: Int = EngineInfo.threads

  @Option(help: "Instructions to compute with: avx512, avx2 or portable (default: the best there is).")
  var isa: InstructionSet = EngineInfo.instructionSet

  @Option(help: "Convolutions: auto, or direct to leave out Winograd's.")
  var algorithm: Algorithm = .auto

  enum Algorithm: String, ExpressibleByArgument, CaseIterable { case auto, direct }

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads must be at least 1.") }
    guard isa.isAvailable else { throw ValidationError("This processor has no \(isa).") }
  }

  func prepare(_ model: Sequential) {
    model.engine.threads = threads
    model.engine.instructionSet = isa
    model.engine.usesWinograd = algorithm == .auto
  }

  func describe(in line: inout JSONLine) {
    line.add("threads", threads)
    line.add("isa", isa.rawValue)
    line.add("algorithm", algorithm.rawValue)
  }
}

extension InstructionSet: ExpressibleByArgument {}

/// Which net, and how much of it.
struct NetOptions: ParsableArguments {
  @Option(help: "The net; 'cahier-bench nets' describes them.") var net: BenchmarkNet
  @Option(help: "Images (default: as many as suit the net; 10000 to predict).") var images: Int?
  @Option(help: "Images computed at a time (default: the net's own).") var batch: Int?

  func validate() throws {
    if let images, images < 1 { throw ValidationError("--images must be at least 1.") }
    if let batch, batch < 1 { throw ValidationError("--batch must be at least 1.") }
  }
}

/// Figures over repeated measurements and over the whole process.
enum Statistics {
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// The most memory that the process ever had resident, in megabytes (10^6 bytes).
  static var peakResidentMegabytes: Double {
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF, whose type differs between systems.
    #if os(Linux)
    return Double(usage.ru_maxrss) * 1024 / 1e6  // Linux counts kibibytes, macOS bytes.
    #else
    return Double(usage.ru_maxrss) / 1e6
    #endif
  }

  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    return (ContinuousClock.now - start) / .seconds(1)
  }
}
