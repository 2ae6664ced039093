import CellOutput
import Foundation
import Notebooks
import TestSupport
import Testing

@Suite("Standard output and error")
struct StreamTests {
  @Test("1,000 interleavings of print, printf, standard error and show keep their order, with threads running")
  func interleavings() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      import Foundation
      for i in 0..<1000 {
        print("out \\(i)", terminator: i % 2 == 0 ? "" : "\\n")
        withVaList([i]) { _ = vprintf("c %d", $0) }
        if i % 3 == 0 { FileHandle.standardError.write(Data("err \\(i)".utf8)) }
        show(i)
      }
      ```

      ```{swift}
      await withTaskGroup(of: Void.self) { group in
        for i in 0..<8 {
          group.addTask { @concurrent in
            for j in 0..<50 { print("\\(i)-\\(j)") }
          }
        }
      }
      ```

      ```{swift}
      print("last")
      ```
      """)
    let record = try await test.run()
    #expect(record.problem == nil)
    let expected = (0..<1000).flatMap { i -> [CellOutput] in
      let text = CellOutput.standardOutput("out \(i)" + (i % 2 == 0 ? "" : "\n") + "c \(i)")
      return [text] + (i % 3 == 0 ? [.standardError("err \(i)")] : []) + [.text("\(i)")]
    }
    #expect(record.cells[0].outputs == expected)
    guard case .standardOutput(let text)? = record.cells[1].outputs.first else {
      Issue.record("the second cell printed nothing")
      return
    }
    let lines = (0..<8).flatMap { i in (0..<50).map { "\(i)-\($0)" } }
    #expect(text.split(separator: "\n").map(String.init).sorted() == lines.sorted())
    #expect(record.cells[2].outputs == [.standardOutput("last\n")])
  }

  @Test("Ten megabytes do not block; a page keeps beginning and end. Bytes that are no text are made visible")
  func hugeAndBinary() async throws {
    let test = try TestNotebook(
      """
      ```{swift}
      import Foundation
      let line = String(repeating: "x", count: 99) + "\\n"
      let piece = String(repeating: line, count: 1000)
      for _ in 0..<100 { FileHandle.standardOutput.write(Data(piece.utf8)) }
      for _ in 0..<20 { FileHandle.standardError.write(Data(piece.utf8)) }
      ```

      ```{swift}
      FileHandle.standardOutput.write(Data([0x61, 0xFF, 0xFE, 0x00, 0x1F, 0x1B, 0xC3, 0xA9, 0x0A]))
      FileHandle.standardOutput.write(Data("10 %\\r20 %\\r\\nend".utf8))
      ```

      ```{swift}
      close(1)
      close(2)
      show("still here")
      ```
      """)
    let record = try await test.run()
    #expect(record.problem == nil)
    guard case .standardOutput(let output)? = record.cells[0].outputs.first,
      case .standardError(let error)? = record.cells[0].outputs.last
    else {
      Issue.record("the first cell printed nothing")
      return
    }
    #expect(output.utf8.count < 1 << 20 + 100)
    #expect(output.contains("… (8951424 bytes left out) …"))
    #expect(error.contains("left out"))
    #expect(record.cells[1].outputs == [.standardOutput("a\\xFF\\xFE␀␟␛é\n20 %\nend")])
    #expect(record.cells[2].outputs == [.text("still here")])
  }
}
