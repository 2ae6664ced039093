import Foundation

/// Writes CIFAR-10's two layouts in small: what the official files look like, with as many images as a test wants.
enum BatchFiles {
  static let names = (1...5).map { "data_batch_\($0)" } + ["test_batch"]

  /// The label and the pixels (planes R, G, B) of image `index` of file `file`.
  static func image(_ index: Int, file: Int) -> (label: Int, pixels: [UInt8]) {
    let pixels = (0..<3072).map { UInt8(truncatingIfNeeded: $0 / 7 &+ index &* 31 &+ file &* 101 &+ $0 % 13) }
    return ((index + file) % 10, pixels)
  }

  static func binary(file: Int, images: Int) -> [UInt8] {
    (0..<images).flatMap { index in
      let (label, pixels) = image(index, file: file)
      return [UInt8(label)] + pixels
    }
  }

  static func pickle(file: Int, images: Int) -> [UInt8] {
    let content = (0..<images).map { image($0, file: file) }
    return pickle(labels: content.map { UInt8($0.label) }, pixels: content.flatMap(\.pixels))
  }

  /// A batch as Python 2's cPickle wrote it, protocol 2, of any labels, shape and type.
  static func pickle(
    labels: [UInt8], pixels: [UInt8], shape: [UInt16]? = nil, type: String = "u1", function: String? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = [0x80, 2] + ascii("}q") + [1] + ascii("(")
    var kept: UInt8 = 1
    func keep() {
      kept += 1
      bytes += ascii("q") + [kept]
    }
    func string(_ text: String) {
      bytes += ascii("U") + [UInt8(text.utf8.count)] + ascii(text)
      keep()
    }
    string("batch_label")
    string("testing batch 1 of 1")
    string("labels")
    bytes += ascii("]")
    keep()
    bytes += ascii("(") + labels.flatMap { ascii("K") + [$0] } + ascii("e")
    string("data")
    bytes += ascii(function ?? "cnumpy.core.multiarray\n_reconstruct\n")
    keep()
    bytes += ascii("cnumpy\nndarray\n")
    keep()
    bytes += ascii("K") + [0, 0x85] + ascii("U") + [1] + ascii("b") + [0x87] + ascii("R")
    keep()
    let shape = shape ?? [UInt16(labels.count), 3072]
    bytes += ascii("(K") + [1] + shape.flatMap { ascii("M") + [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    bytes += [shape.count == 2 ? 0x86 : 0x85] + ascii("cnumpy\ndtype\n")
    keep()
    bytes += ascii("U") + [2] + ascii(type) + ascii("K") + [0] + ascii("K") + [1, 0x87] + ascii("R")
    keep()
    bytes += ascii("(K") + [3] + ascii("U") + [1] + ascii("|NNN")
    bytes += (ascii("J") + [255, 255, 255, 255]) + (ascii("J") + [255, 255, 255, 255]) + ascii("K") + [0]
    bytes += ascii("tb") + [0x89] + ascii("T") + withUnsafeBytes(of: UInt32(pixels.count).littleEndian, Array.init)
    bytes += pixels
    keep()
    return bytes + ascii("tbu.")
  }

  /// Writes a complete set into `folder`.
  static func write(to folder: String, suffix: String, _ content: (_ file: Int) -> [UInt8]) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (file, name) in names.enumerated() {
      try Data(content(file)).write(to: URL(filePath: "\(folder)/\(name)\(suffix)"))
    }
  }

  private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }
}
