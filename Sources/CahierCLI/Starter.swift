import Foundation
import Notebooks

/// The notebook that `cahier new` writes.
struct Starter {
  let path: String
  let title: String

  init(name: String) throws(CommandError) {
    let stem = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    guard let last = stem.split(separator: "/").last, !stem.hasSuffix("/"), !last.allSatisfy({ $0 == "." }),
      !stem.utf8.contains(where: { $0 < 0x20 })
    else { throw .notAName(name) }
    path = URL(fileURLWithPath: stem + ".md").standardizedFileURL.path
    let words = last.split(whereSeparator: { "-_ ".contains($0) }).joined(separator: " ")
    title = words.prefix(1).uppercased() + words.dropFirst()
  }

  var text: String {
    // A title in double quotes: YAML would take `on` or `1.5` for something else.
    let quoted = title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return String(decoding: PackageResources.starter_md, as: UTF8.self).replacing(
      "TITLE", with: "\"\(quoted)\"", maxReplacements: 1)
  }

  /// Writes the file, which must be new, and returns its path.
  func write() throws(CommandError) -> String {
    let file = OutputFile(path: path)
    try file.prepare()
    // Refuses where something has appeared since, a dangling link included.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else {
      if errno == EEXIST { throw .alreadyExists(OutputPlace.shown(path)) }
      throw .cannotWrite(OutputPlace.shown(path), reason: String(cString: strerror(errno)) + ".")
    }
    do {
      try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(text.utf8))
    } catch {
      throw .cannotWrite(OutputPlace.shown(path), reason: systemReason(error) + ".")
    }
    return path
  }
}
