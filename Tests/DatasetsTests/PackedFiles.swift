import CZlib
import Foundation

/// Packs bytes as gzip, zip's deflate and tar do: what tests feed to the readers.
enum PackedFiles {
  /// `bits`: 31 for gzip, -15 for deflate without a header.
  static func deflate(_ bytes: [UInt8], bits: Int32 = 31) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, 9, Z_DEFLATED, bits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    defer { deflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64))
    return input.withUnsafeMutableBufferPointer { input in
      let count = output.withUnsafeMutableBufferPointer { output in
        (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
        (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
        CZlib.deflate(&stream, Z_FINISH)
        return output.count - Int(stream.avail_out)
      }
      return Array(output[..<count])
    }
  }

  struct Member {
    var name: String
    var content: [UInt8] = []
    /// tar's type: `0` a file, `2` a link, `3` a device, `5` a folder.
    var type = "0"
    var size: String?
  }

  static func tar(_ members: [Member]) -> [UInt8] {
    members.flatMap { member -> [UInt8] in
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, _ offset: Int) {
        header.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
      }
      put(member.name, 0)
      put("0000644", 100)
      put(member.size ?? String(format: "%011o", member.content.count), 124)
      put("        ", 148)
      put(member.type, 156)
      put("/etc/passwd", 157)
      put("ustar\u{0}00", 257)
      put(String(format: "%06o\u{0} ", header.reduce(0) { $0 + Int($1) }), 148)
      return header + member.content + [UInt8](repeating: 0, count: (512 - member.content.count % 512) % 512)
    } + [UInt8](repeating: 0, count: 1024)
  }

  static func idx(_ shape: [Int], _ values: [UInt8]) -> [UInt8] {
    [0, 0, 8, UInt8(shape.count)] + shape.flatMap { length in (0..<4).map { UInt8(length >> (24 - 8 * $0) & 0xFF) } }
      + values
  }

  /// Writes MNIST's four files with so many images, gzipped or not.
  static func writeMNIST(to folder: String, images: Int, gzipped: Bool) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (part, name) in ["train", "t10k"].enumerated() {
      let pixels = (0..<images * 784).map { UInt8(truncatingIfNeeded: $0 / 5 &+ part * 50) }
      let files = [
        "\(name)-images-idx3-ubyte": idx([images, 28, 28], pixels),
        "\(name)-labels-idx1-ubyte": idx([images], (0..<images).map { UInt8(($0 + part) % 10) }),
      ]
      for (file, bytes) in files {
        let path = folder + "/" + file + (gzipped ? ".gz" : "")
        try Data(gzipped ? deflate(bytes) : bytes).write(to: URL(filePath: path))
      }
    }
  }
}
