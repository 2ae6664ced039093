import TestSupport
import Testing

@testable import Datasets

@Suite struct PickleTests {
  private func read(_ bytes: [UInt8]) throws -> CIFARPickle {
    try bytes.withUnsafeBytes { try CIFARPickle($0, labelKey: "labels") }
  }

  private func fault(_ bytes: [UInt8]) -> PickleFault? {
    do {
      _ = try read(bytes)
      return nil
    } catch {
      return (error as? PickleProblem)?.fault
    }
  }

  @Test("A batch cut anywhere is an error")
  func truncation() {
    let bytes = BatchFiles.pickle(labels: [1], pixels: Array(repeating: 7, count: 3072))
    for length in 0..<bytes.count where length < 300 || length > bytes.count - 20 {
      #expect(fault(Array(bytes[..<length])) != nil)
    }
  }

  @Test("Damaged bytes end in a batch or in an error, never in a crash")
  func mutations() {
    var random = SeededGenerator(11)
    let bytes = BatchFiles.pickle(labels: [1, 2, 3, 4], pixels: Array(repeating: 7, count: 4 * 3072))
    // The instructions: what stands before the pixels and the few bytes behind them.
    let places = Array(0..<220) + Array(bytes.count - 8..<bytes.count)
    let instructions = Array("(.0NKMJUTqrhj]}aesutcRb".utf8) + [0x80, 0x85, 0x86, 0x87, 0x88, 0x89]
    var refused = 0
    for round in 0..<20_000 {
      var mutated = bytes
      for _ in 0...round % 3 {
        let byte = Bool.random(using: &random) ? instructions.randomElement(using: &random) : nil
        mutated[places.randomElement(using: &random)!] = byte ?? UInt8.random(in: 0...255, using: &random)
      }
      if fault(mutated) != nil { refused += 1 }
    }
    #expect(refused > 10_000)
  }

  @Test("Lengths beyond the file, deep nesting and self-containing lists cost neither memory nor a crash")
  func hostile() {
    #expect(fault([0x80, 2, 0x54, 255, 255, 255, 255]) == .truncated)
    #expect(fault([0x72, 255, 255, 255, 255]) == .malformed("the pickle lacks a value"))
    // A list inside itself: EMPTY_LIST, BINPUT 0, BINGET 0, APPEND.
    #expect(fault(Array("]q\u{0}h\u{0}a.".utf8)) == .malformed("the pickle holds no dictionary"))
    // A tuple in a tuple, 900,000 deep.
    #expect(
      fault(Array("]".utf8) + Array(repeating: 0x85, count: 900_000) + Array(".".utf8))
        == .malformed("the pickle holds no dictionary"))
    #expect(fault(Array(repeating: UInt8(ascii: "N"), count: 2_000_000)) == .tooManyInstructions(limit: 1_000_000))
    #expect(fault(Array("c".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000)) != nil)
  }

  @Test(
    "Functions are refused by name, wherever they stand",
    arguments: ["os.system", "__builtin__.eval", "numpy.core.multiarray.scalar", "posix.system"])
  func foreignGlobals(name: String) {
    let (module, function) = (
      name.split(separator: ".").dropLast().joined(separator: "."), name.split(separator: ".").last!
    )
    #expect(fault(Array("c\(module)\n\(function)\n(tR.".utf8)) == .foreignGlobal(name))
  }
}
