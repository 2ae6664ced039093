import Foundation
import Synchronization

/// Whether somebody asked the program to end: a training then saves its state first.
///
/// SIGTERM asks, and so does the end of the tool. A program that trains nothing ends at once.
enum StopRequest {
  private static let flag = Atomic<Bool>(false)
  private static let trainings = Atomic<Int>(0)
  private static let toolIsGone = Atomic<Bool>(false)

  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  static func install() {
    // A signal handler must not be the first to touch them.
    _ = (flag.load(ordering: .relaxed), trainings.load(ordering: .relaxed), toolIsGone.load(ordering: .relaxed))
    signal(SIGTERM) { number in
      StopRequest.flag.store(true, ordering: .sequentiallyConsistent)
      guard StopRequest.trainings.load(ordering: .sequentiallyConsistent) == 0 else { return }
      signal(number, SIG_DFL)
      kill(getpid(), number)
    }
  }

  static func trainingBegins() { trainings.wrappingAdd(1, ordering: .sequentiallyConsistent) }

  /// Ends the program where that was asked for: what could be saved has been.
  static func trainingEnds() {
    guard trainings.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0, isRequested else { return }
    if toolIsGone.load(ordering: .sequentiallyConsistent) { killGroup() }
    signal(SIGTERM, SIG_DFL)
    kill(getpid(), SIGTERM)
  }

  /// The tool has ended without ending this program: nobody is left to see what it does.
  static func endWithTool() -> Never {
    toolIsGone.store(true, ordering: .sequentiallyConsistent)
    flag.store(true, ordering: .sequentiallyConsistent)
    let deadline = ContinuousClock.now + .seconds(10)
    while trainings.load(ordering: .sequentiallyConsistent) > 0, ContinuousClock.now < deadline { usleep(10_000) }
    killGroup()
  }

  /// The program leads its process group: what the cells started ends with it.
  private static func killGroup() -> Never {
    if getpgrp() == getpid() { kill(0, SIGKILL) }
    kill(getpid(), SIGKILL)
    while true { sleep(1) }
  }
}
