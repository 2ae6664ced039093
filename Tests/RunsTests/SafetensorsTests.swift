import Foundation
import Learning
import TestSupport
import Testing

@testable import Runs

@Suite struct SafetensorsTests {
  private func tensor(_ name: String, _ shape: [Int], _ scalars: [Float]) -> NamedTensor {
    NamedTensor(name: name, tensor: Tensor(shape: shape, scalars: scalars))
  }

  @Test("Tensors and strings survive, in order")
  func roundTrip() throws {
    let file = Safetensors(
      tensors: [
        tensor("z", [2, 1], [1, .infinity]), tensor("empty", [0, 3], []), tensor("a \"b\"\\\n\u{1}é😀", [], [-0.0]),
      ],
      metadata: ["k\t": "{\"x\": 1}", "": ""])
    let bytes = file.encoded()
    #expect(bytes == file.encoded())
    let back = try Safetensors(bytes)
    #expect(back.tensors == file.tensors)
    #expect(back.metadata == file.metadata)
    #expect(Safetensors.hasMatchingDigest(bytes) == true)
    // The data starts at a multiple of 8.
    #expect(bytes[0] % 8 == 0)
  }

  // Written by the safetensors package 0.8 for Python.
  private static let foreign =
    "4AAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJrIjoidlxuIn0sImEgXCJxdW90ZWRcIiDDqSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCwzXSwi"
    + "ZGF0YV9vZmZzZXRzIjpbMCwwXX0sImRlbnNlL2tlcm5lbCI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMiwyXSwiZGF0YV9vZmZzZXRzIjpbMCwx"
    + "Nl19LCJzY2FsYXIiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzE2LDIwXX19IAAAwD8AAADAAABAQAAAgH8AAOBA"

  @Test("A file of the reference implementation is read")
  func foreignFile() throws {
    let file = try Safetensors([UInt8](#require(Data(base64Encoded: Self.foreign))))
    #expect(file.metadata == ["k": "v\n"])
    #expect(
      file.tensors == [
        tensor("a \"quoted\" é", [0, 3], []), tensor("dense/kernel", [2, 2], [1.5, -2, 3, .infinity]),
        tensor("scalar", [], [7]),
      ])
  }

  struct Hostile: Sendable, CustomTestStringConvertible {
    var header: String
    /// Bytes of tensor data behind the header.
    var data = 8
    var message: String
    var testDescription: String { message }
  }

  private static func entry(_ name: String, _ shape: String, _ begin: String, _ end: String, type: String = "F32")
    -> String
  {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
  }

  static let hostile = [
    Hostile(header: "", message: "the header has no '{' at byte 8"),
    Hostile(header: "{", message: "the header has no '\"' at byte 9"),
    Hostile(header: "[]", message: "the header has no '{' at byte 8"),
    Hostile(header: "{}x", message: "the header has no end of the header at byte 10"),
    Hostile(header: "{}", message: "the tensors take 0 bytes and the file has 8 for them"),
    Hostile(
      header: #"{"a":{"dtype":"F32"}}"#, message: "the header has no dtype, shape and two data_offsets at byte 28"),
    Hostile(
      header: #"{"a":{"dtype":"F32","dtype":"F32"}}"#,
      message: "the header has no dtype, shape and data_offsets, once each, at byte 36"),
    Hostile(
      header: "{\(entry("a", "[2]", "0", "8")),\(entry("a", "[0]", "8", "8"))}", message: "the header has 'a' twice"),
    Hostile(header: #"{"__metadata__":{"k":"1","k":"2"}}"#, message: "the header has 'k' twice"),
    Hostile(header: #"{"__metadata__":{"k":1}}"#, message: "the header has no '\"' at byte 29"),
    Hostile(
      header: "{\(entry("a", "[2]", "0", "8", type: "F64"))}", message: "tensor 'a' has type F64; only F32 is read"),
    Hostile(header: "{\(entry("a", "[-2]", "0", "8"))}", message: "the header has no whole number at byte 37"),
    Hostile(header: "{\(entry("a", "[2.0]", "0", "8"))}", message: "the header has no ']' at byte 38"),
    Hostile(header: "{\(entry("a", "[02]", "0", "8"))}", message: "the header has no whole number at byte 39"),
    Hostile(
      header: "{\(entry("a", "[9223372036854775807]", "0", "8"))}",
      message: "the header has no number below 2^53 at byte 52"),
    Hostile(
      header: "{\(entry("a", "[9007199254740992,9007199254740992]", "0", "8"))}",
      message: "the shape of tensor 'a' is beyond all memory"),
    Hostile(
      header: "{\(entry("a", "[1000000000]", "0", "8"))}", message: "tensor 'a' of shape [1000000000] has 8 bytes"),
    Hostile(header: "{\(entry("a", "[2]", "8", "0"))}", message: "tensor 'a' starts at offset 8 instead of 0"),
    Hostile(
      header: "{\(entry("a", "[1]", "0", "4"))}", message: "the tensors take 4 bytes and the file has 8 for them"),
    Hostile(
      header: "{\(entry("a", "[4]", "0", "16"))}", message: "the tensors take 16 bytes and the file has 8 for them"),
    Hostile(
      header: "{\(entry("a", "[1]", "0", "4")),\(entry("b", "[1]", "0", "4"))}",
      message: "tensor 'b' starts at offset 0 instead of 4"),
    Hostile(
      header: "{\(entry("a", "[1]", "0", "4")),\(entry("b", "[1]", "8", "12"))}", data: 12,
      message: "tensor 'b' starts at offset 8 instead of 4"),
    Hostile(
      header: "{\(entry("a", "[1]", "0", "4")),\(entry("b", "[1]", "6", "10"))}", data: 10,
      message: "tensor 'b' starts at offset 6, no multiple of 4"),
    Hostile(header: #"{"\ud800":1}"#, message: "the header has no low surrogate at byte 16"),
    Hostile(header: #"{"\x41":1}"#, message: "the header has no known escape at byte 12"),
    Hostile(header: "{\"a\nb\":1}", message: "the header has no printable character at byte 12"),
    Hostile(header: #"{"a"#, message: "the header has no end of a string at byte 11"),
    Hostile(
      header: "{" + (0..<100_000).map { entry("t\($0)", "[0]", "0", "0") }.joined(separator: ",") + "}",
      message: "the header names more than 16384 tensors"),
    Hostile(
      header: "{" + (0..<100_000).map { #""__metadata__":{"\#($0)":"x"}"# }.joined(separator: ",") + "}",
      message: "the header has '__metadata__' twice"),
    Hostile(
      header: "{\(entry("a", "[" + Array(repeating: "2", count: 100_000).joined(separator: ",") + "]", "0", "8"))}",
      message: "the shape of tensor 'a' is beyond all memory"),
    Hostile(
      header: #"{"a\#(String(repeating: "\\u0000", count: 100_000))"#,
      message: "the header has no end of a string at byte 600011"),
    Hostile(
      header: "{" + (0..<20_000).map { entry("t\($0)", "[0]", "0", "0") }.joined(separator: ",") + "}",
      message: "the header names more than 16384 tensors"),
  ]

  private func bytes(headerLength: UInt64, _ rest: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: headerLength.littleEndian, Array.init) + rest
  }

  @Test("A header that lies is refused with a sentence", arguments: hostile)
  func refused(_ example: Hostile) {
    let header = Array(example.header.utf8)
    let file = bytes(headerLength: UInt64(header.count), header + Array(repeating: 0, count: example.data))
    let fault = #expect(throws: SafetensorsFault.self) { try Safetensors(file) }
    #expect(fault.map { "\($0)" } == example.message)
  }

  @Test("A header length beyond the file or all sense is refused before anything is allocated")
  func headerLengths() {
    #expect(throws: SafetensorsFault.tooShort(bytes: 7)) { try Safetensors([1, 2, 3, 4, 5, 6, 7]) }
    #expect(throws: SafetensorsFault.headerLength(.max, limit: 16 << 20)) {
      try Safetensors(bytes(headerLength: .max, []))
    }
    #expect(throws: SafetensorsFault.headerLength(1 << 63, limit: 16 << 20)) {
      try Safetensors(bytes(headerLength: 1 << 63, [0x7B, 0x7D]))
    }
    #expect(throws: SafetensorsFault.headerBeyondFile(length: 3, bytes: 10)) {
      try Safetensors(bytes(headerLength: 3, [0x7B, 0x7D]))
    }
  }

  @Test("Damaged bytes end in tensors or in an error, never in a crash")
  func mutations() {
    var random = SeededGenerator(5)
    let sound = Safetensors(tensors: [tensor("a", [2], [1, 2]), tensor("b", [1, 1], [3])], metadata: ["k": "v"])
      .encoded()
    for _ in 0..<20_000 {
      var damaged = sound
      for _ in 0..<2 {
        damaged[Int.random(in: 0..<sound.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? Safetensors(damaged)
    }
  }

  @Test("No bit of a file with a digest can change unnoticed")
  func flippedBits() {
    let sound = Safetensors(tensors: [tensor("a", [2], [1, 2])], metadata: ["k": "v"]).encoded()
    for position in 0..<sound.count {
      for bit in 0..<8 {
        var damaged = sound
        damaged[position] ^= 1 << bit
        #expect(Safetensors.hasMatchingDigest(damaged) != true)
      }
    }
  }

  @Test("A file that was changed after it was written is refused; one without a digest is read")
  func digest() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/model.safetensors"
      let file = Safetensors(tensors: [tensor("a", [1], [1])])
      try file.write(to: path)
      try file.write(to: path)
      #expect(try Safetensors(contentsOf: path).tensors == file.tensors)
      var bytes = file.encoded()
      bytes[bytes.count - 1] ^= 1
      try Data(bytes).write(to: URL(filePath: path))
      let error = #expect(throws: RunError.self) { try Safetensors(contentsOf: path) }
      #expect(error.map { "\($0)" } == "\(path): the file was changed or damaged since it was written.")

      try #require(Data(base64Encoded: Self.foreign)).write(to: URL(filePath: path))
      #expect(try Safetensors(contentsOf: path).tensors.count == 3)
      #expect(throws: RunError.digestMismatch(path: path)) {
        try Safetensors(contentsOf: path, files: SystemFiles(), requiringDigest: true)
      }
      try Data("short".utf8).write(to: URL(filePath: path))
      let short = #expect(throws: RunError.self) { try Safetensors(contentsOf: path) }
      #expect(short.map { "\($0)" } == "\(path): not a sound safetensors file: 5 bytes are too few for a header.")
    }
    #expect(throws: RunError.cannotRead(path: "/no/file", reason: "No such file or directory")) {
      try Safetensors(contentsOf: "/no/file")
    }
  }
}
