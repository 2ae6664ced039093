internal import CKernels

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// How many processors this process may use.
///
/// More threads than that wait for each other at every barrier.
enum Processors {
  /// Those that it may run on (`taskset`, a container's cpuset), as far as its control groups grant it their time
  /// (`docker run --cpus`), at least 1.
  static let available = available(
    runnable: Int(ck_processors()), membership: contents("/proc/self/cgroup") ?? "", contents: contents)

  /// - Parameters:
  ///   - runnable: how many it may run on.
  ///   - membership: its control groups as Linux lists them, `HIERARCHY:CONTROLLERS:PATH` a line.
  ///   - contents: reads a file; `nil` where there is none.
  static func available(runnable: Int, membership: String, contents: (String) -> String?) -> Int {
    let shares = membership.split(separator: "\n").flatMap { line in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      return fields.count == 3 ? groups(fields[2]).compactMap { share(of: $0, fields[1], contents) } : []
    }
    // A part of a processor's time is better used than left.
    return shares.min().map { max(1, Int(min($0.rounded(.up), Double(runnable)))) } ?? runnable
  }

  /// A group and those that it is in. A container may see only its own, as the outermost.
  private static func groups(_ path: Substring) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).map { names.prefix($0).map { "/" + $0 }.joined() }
  }

  /// How many processors' time a group has: in `cpu.max` the time and its period, both in microseconds; before version
  /// 2 of control groups a file each. `nil` where there is no limit.
  private static func share(
    of group: String, _ controllers: Substring, _ contents: (String) -> String?
  ) -> Double? {
    let texts =
      if controllers.isEmpty {
        contents("/sys/fs/cgroup\(group)/cpu.max")
      } else if controllers.split(separator: ",").contains("cpu") {
        contents("/sys/fs/cgroup/cpu\(group)/cpu.cfs_quota_us").flatMap { time in
          contents("/sys/fs/cgroup/cpu\(group)/cpu.cfs_period_us").map { "\(time) \($0)" }
        }
      } else {
        String?.none
      }
    let numbers = texts?.split(whereSeparator: \.isWhitespace).map { Double($0) } ?? []
    // No limit is "max", or -1.
    guard numbers.count == 2, let time = numbers[0], let period = numbers[1], time > 0, period > 0 else { return nil }
    return time / period
  }

  /// The beginning of a file of the system's, which is short.
  private static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
