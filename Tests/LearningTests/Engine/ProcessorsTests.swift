import Testing

@testable import Learning

@Suite struct ProcessorsTests {
  /// What a process on eight processors may use, given its groups and the files of the system's control groups.
  private func available(_ membership: String, _ files: [String: String]) -> Int {
    Processors.available(runnable: 8, membership: membership) { files[$0] }
  }

  @Test(
    "A control group's share of time limits the processors, rounded up",
    arguments: [
      ("max 100000\n", 8), ("200000 100000\n", 2), ("150000 100000\n", 2), ("50000 100000\n", 1), ("100 100000\n", 1),
      ("1600000 100000\n", 8), ("25000 12500\n", 2), ("nonsense\n", 8), ("", 8), ("-1 100000\n", 8), ("100 0\n", 8),
      ("1e300 1\n", 8), ("inf 1\n", 8), ("nan 1\n", 8),
    ])
  func share(file: String, processors: Int) {
    #expect(available("0::/\n", ["/sys/fs/cgroup/cpu.max": file]) == processors)
  }

  @Test("The tightest of a group and those that it is in counts")
  func nesting() {
    let files = [
      "/sys/fs/cgroup/outer/cpu.max": "300000 100000\n", "/sys/fs/cgroup/outer/inner/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/outer/small/cpu.max": "100000 100000\n",
    ]
    #expect(available("0::/outer/inner\n", files) == 3)
    #expect(available("0::/outer/small\n", files) == 1)
    #expect(available("0::/outer/elsewhere\n", files) == 3)
    #expect(available("0::/other\n", files) == 8)
    // A container sees its own group as the outermost, but may know its name outside.
    #expect(available("0::/docker/1234\n", ["/sys/fs/cgroup/cpu.max": "400000 100000\n"]) == 4)
  }

  @Test("Version 1 of control groups has a file for the time and one for its period")
  func firstVersion() {
    let files = [
      "/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "250000\n", "/sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ]
    #expect(available("4:memory:/job\n3:cpu,cpuacct:/job\n0::/\n", files) == 3)
    #expect(available("4:memory:/job\n3:cpuset:/job\n1:cpu:/\n0::/\n", files) == 8)
    #expect(available("", files) == 8)
    #expect(available("3:cpu\n", files) == 8)
  }
}
