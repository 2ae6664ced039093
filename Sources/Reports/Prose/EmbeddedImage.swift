internal import CellOutput
import Foundation

/// A picture file that the notebook refers to, as a `data:` address.
struct EmbeddedImage {
  /// Bytes of the largest picture that a report takes in.
  static let sizeLimit = 5_000_000

  let address: String

  /// - Parameters:
  ///   - source: The file, relative to `folder`.
  ///   - folder: The notebook's folder.
  init(source: String, folder: URL) throws(ImageProblem) {
    let file = Self.file(source, folder: folder)
    guard let values = try? file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]) else { throw .missing }
    guard values.isRegularFile == true else { throw .notAFile }
    guard let size = values.fileSize, size <= Self.sizeLimit else { throw .tooLarge(bytes: values.fileSize ?? 0) }
    guard let data = try? Data(contentsOf: file) else { throw .unreadable }
    guard let type = Self.mediaType(of: data) else { throw .notAPicture }
    address = "data:\(type);base64," + data.base64EncodedString()
  }

  static func file(_ source: String, folder: URL) -> URL {
    URL(fileURLWithPath: source.removingPercentEncoding ?? source, relativeTo: folder).standardizedFileURL
  }

  /// The type by the file's first bytes: names lie.
  private static func mediaType(of data: Data) -> String? {
    let start = Array(data.prefix(256))
    func has(_ bytes: [UInt8], at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: bytes) }
    if has([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return "image/png" }
    if has([0xff, 0xd8, 0xff]) { return "image/jpeg" }
    if has(Array("GIF8".utf8)) { return "image/gif" }
    if has(Array("RIFF".utf8)) && has(Array("WEBP".utf8), at: 8) { return "image/webp" }
    if has(Array("ftypavif".utf8), at: 4) { return "image/avif" }
    let text = String(decoding: data.prefix(4096), as: UTF8.self)
    // Within <img>, a browser runs no script of an SVG file and fetches nothing for it.
    return text.contains("<svg") ? "image/svg+xml" : nil
  }
}

/// Why a picture cannot be taken into the report.
enum ImageProblem: Error, Hashable {
  case missing, notAFile, unreadable, notAPicture
  case tooLarge(bytes: Int)

  func summary(source: String) -> String {
    switch self {
    case .missing: "There is no picture at '\(source)'."
    case .notAFile: "'\(source)' is not a file."
    case .unreadable: "The picture '\(source)' cannot be read."
    case .notAPicture: "'\(source)' is not a picture that browsers show."
    case .tooLarge(let bytes): "The picture '\(source)' has \(Quantities.size(bytes: bytes))."
    }
  }

  var remedy: String {
    switch self {
    case .missing: "Paths of pictures start at the notebook's folder."
    case .notAFile: "Name a PNG, JPEG, GIF, WebP, AVIF or SVG file."
    case .unreadable: "Check the file's permissions."
    case .notAPicture: "Use PNG, JPEG, GIF, WebP, AVIF or SVG."
    case .tooLarge:
      "A report takes in pictures of up to \(Quantities.size(bytes: EmbeddedImage.sizeLimit)): make it smaller."
    }
  }
}
