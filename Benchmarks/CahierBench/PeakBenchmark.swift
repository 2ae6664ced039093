import ArgumentParser
import Learning

/// What the processor could do at most.
struct PeakBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peak",
    abstract: "Measures fused multiply-adds a second, a line for each instruction set and number of threads.")

  @Option(help: "Measure only so many threads (default: 1 and as many as there are cores).") var threads: Int?
  @Option(help: "Measure only these instructions: avx512, avx2 or portable.") var isa: InstructionSet?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1.") }
    if let isa, !isa.isAvailable { throw ValidationError("This processor has no \(isa).") }
  }

  func run() {
    for isa in isa.map({ [$0] }) ?? InstructionSet.allCases.filter(\.isAvailable) {
      for threads in threads.map({ [$0] }) ?? Set([1, EngineInfo.threads]).sorted() {
        var line = JSONLine()
        line.add("bench", "peak")
        line.add("threads", threads)
        line.add("isa", isa.rawValue)
        line.add("gflops", EngineProbe.peak(threads: threads, instructionSet: isa), places: 1)
        print(line)
      }
    }
  }
}
