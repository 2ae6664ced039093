/// What the engine computes with on this machine.
///
/// Results do not depend on it, only speed does.
public enum EngineInfo {
  /// `CAHIER_THREADS`, or as many threads as the machine has cores.
  public static let threads = 1
  /// `CAHIER_ISA` (`avx512`, `avx2` or `portable`) where the processor has it, else the best that it has.
  public static let instructionSet = InstructionSet.portable
}

/// A family of vector instructions for which the kernels are compiled.
public enum InstructionSet: String, CaseIterable, Sendable, CustomStringConvertible {
  case avx512, avx2, portable

  public var description: String { rawValue }
}
