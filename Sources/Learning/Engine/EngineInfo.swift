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
  /// `CAHIER_THREADS`, or as many threads as this process may use processors, at most 256.
  public static let threads: Int = environment("CAHIER_THREADS").flatMap(threadCount) ?? min(Processors.available, 256)

  /// `CAHIER_ISA` (`avx512`, `avx2` or `portable`) where the processor has it, else the best that it has.
  public static let instructionSet: InstructionSet = {
    let wish = environment("CAHIER_ISA").flatMap(InstructionSet.init(rawValue:))
    if let wish, wish.isAvailable { return wish }
    return InstructionSet.allCases.first { $0.isAvailable } ?? .portable
  }()

  /// What cannot be done as these variables say, one line each, for a tool to show before it computes.
  public static var complaints: [String] {
    complaints(threads: environment("CAHIER_THREADS"), instructionSet: environment("CAHIER_ISA"))
  }

  static func complaints(threads: String?, instructionSet: String?) -> [String] {
    var lines: [String] = []
    if let threads, threadCount(threads) == nil {
      lines.append("CAHIER_THREADS=\(threads) is no number from 1 to 256; computing with \(self.threads).")
    }
    if let instructionSet, InstructionSet(rawValue: instructionSet)?.isAvailable != true {
      let isKnown = InstructionSet(rawValue: instructionSet) != nil
      let names = InstructionSet.allCases.map(\.rawValue)
      let known = names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
      lines.append(
        "CAHIER_ISA=\(instructionSet) is \(isKnown ? "not in this processor" : "none of \(known)"); "
          + "computing with \(self.instructionSet).")
    }
    return lines
  }

  private static func threadCount(_ text: String) -> Int? {
    Int(text).flatMap { (1...256).contains($0) ? $0 : nil }
  }

  /// The machine's physical memory, in bytes.
  package static let memory: Int = {
    let (pages, size) = (sysconf(Int32(_SC_PHYS_PAGES)), sysconf(Int32(_SC_PAGESIZE)))
    return pages > 0 && size > 0 ? pages * size : .max
  }()

  /// An empty variable counts as unset.
  private static func environment(_ name: String) -> String? {
    getenv(name).flatMap { $0.pointee == 0 ? nil : String(cString: $0) }
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
