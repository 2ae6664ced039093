import CellOutput
import Foundation
import TestSupport
import Testing

@testable import CahierCLI

@Suite("Data sets on the command line")
struct DataCommandTests {
  private let note = FetchNote(
    file: "cifar-10-binary.tar.gz", received: 85_000_000, total: 170_000_000, bytesPerSecond: 5_000_000,
    secondsRemaining: 17, isFinished: false)

  @Test("A file on its way is one line with size, rate and time left, as wide as the terminal allows")
  func bar() {
    #expect(
      FetchLine.bar(note, width: 100)
        == "cifar-10-binary.tar.gz  ━━━━━━━━━━━━━━━───────────────  85.0 MB of 170.0 MB  5.0 MB/s  17.0 s left")
    #expect(FetchLine.bar(note, width: 60).hasSuffix("  17.0 s left"))
    for width in 1...120 { #expect(FetchLine.bar(note, width: width).count < max(width, 2)) }
    #expect(FetchLine.sentence(note) == "Fetched cifar-10-binary.tar.gz, 85.0 MB, 5.0 MB/s")
  }

  @Test("The command lists sets, says where they are, and what is wrong with a name")
  func command() async throws {
    let tool = try CahierTool()
    let folder = try TemporaryFolder()
    func run(_ arguments: String...) async throws -> ProgramResult {
      try await tool.run(
        ["data"] + arguments, in: folder.url, environment: ["CAHIER_CACHE": folder.path, "CAHIER_OFFLINE": "1"])
    }
    let list = try await run()
    #expect(list.status == 0 && list.standardOutput.contains("FashionMNIST()"))
    #expect(list.standardOutput.contains("not here"))
    let place = try await run("where")
    #expect(place.standardOutput == folder.path + "\n")
    let unknown = try await run("fetch", "cifar1")
    #expect(unknown.status == 2 && unknown.standardError == "There is no data set 'cifar1'. Did you mean 'cifar10'?\n")
    let offline = try await run("fetch", "cifar10")
    #expect(offline.status == 2 && offline.standardError.hasPrefix("CIFAR-10 is not in \(folder.path), and nothing is"))
    #expect(offline.standardError.split(separator: "\n").count == 1)
    let nothing = try await run("remove", "mnist")
    #expect(nothing.status == 0 && nothing.standardError == "Nothing of that is in \(folder.path).\n")
  }
}
