import CellOutput
import Foundation
import TestSupport

/// Renders that many tests look at; each is made once.
enum Shared {
  struct Rendering: Sendable {
    var result: ProgramResult
    var page: Page
    var record: Record
    /// The folder that it was rendered in.
    var bench: Workbench
  }

  /// The quickstart, trained afresh, and rendered a second time.
  struct Quickstart: Sendable {
    var first: Rendering
    var second: Rendering
  }

  static let quickstart = Task {
    let bench = try Workbench()
    try bench.copy("quickstart.md", from: "notebooks")
    func render() async throws -> Rendering {
      let result = try await bench.cahier("render", "--reproducible", "quickstart.md")
      return try Rendering(
        result: result, page: bench.page("quickstart"), record: bench.record("quickstart"), bench: bench)
    }
    return try await Quickstart(first: render(), second: render())
  }

  /// `everything.md`: each kind of text, output and figure, and text that would like to be markup.
  static let everything = Task {
    let bench = try Workbench()
    try bench.copy("everything.md")
    try bench.folder.write(tinyPicture, to: "tiny.png")
    try bench.folder.write(references, to: "references.bib")
    let result = try await bench.cahier("render", "everything.md")
    return try Rendering(
      result: result, page: bench.page("everything"), record: bench.record("everything"), bench: bench)
  }

  /// `notebooks/figures.md`: each kind of figure, without what differs from run to run.
  static let gallery = Task {
    let bench = try Workbench()
    try bench.copy("figures.md", from: "notebooks")
    let result = try await bench.cahier("render", "--reproducible", "figures.md")
    guard result.status == 0 else { throw ToolFailed(result: result) }
    return try bench.page("figures")
  }

  struct ToolFailed: Error { var result: ProgramResult }

  private static let references = """
    @misc{keras, title={Keras <b>}, author={Chollet, Fran{\\c c}ois}, year=2015}
    @inproceedings{adam, title={Adam}, author={Kingma, Diederik P. and Ba, Jimmy}, year=2015, booktitle={ICLR}}
    """

  /// A grey PNG file of one pixel.
  static let tinyPicture = Data(
    base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")!
}
