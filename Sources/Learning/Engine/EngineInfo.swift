internal import CKernels

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What the engine computes with on this machine.
///
/// Results do not depend on it, only speed does.
public enum EngineInfo {
  /// `CAHIER_THREADS`, or as many threads as there are processors for this process, at most 256.
  public static let threads: Int = {
    if let text = environment("CAHIER_THREADS"), let count = Int(text), (1...256).contains(count) { return count }
    return min(Int(ck_processors()), 256)
  }()

  /// `CAHIER_ISA` (`avx512`, `avx2` or `portable`) where the processor has it, else the best that it has.
  public static let instructionSet: InstructionSet = {
    let wish = environment("CAHIER_ISA").flatMap(InstructionSet.init(rawValue:))
    if let wish, wish.isAvailable { return wish }
    return InstructionSet.allCases.first { $0.isAvailable } ?? .portable
  }()

  /// The machine's physical memory, in bytes.
  package static let memory: Int = {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? pages * size : .max
  }()

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

/// A family of vector instructions for which the kernels are compiled, best first.
public enum InstructionSet: String, CaseIterable, Sendable, CustomStringConvertible {
  case avx512, avx2, portable

  public var description: String { rawValue }

  /// Whether this processor has it.
  public var isAvailable: Bool { ck_kernels_for(number) != nil }

  var kernels: ck_kernels {
    guard let kernels = ck_kernels_for(number) else { preconditionFailure("this processor has no \(self)") }
    return kernels.pointee
  }

  private var number: Int32 {
    switch self {
    case .avx512: 0
    case .avx2: 1
    case .portable: 2
    }
  }
}
