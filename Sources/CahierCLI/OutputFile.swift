import Foundation
import Notebooks

/// Writes files so that a reader sees the old one or the new one, never a part.
struct OutputFile {
  /// Absolute.
  let path: String

  /// Makes the file's folder and finds out whether the file can be written, before an hour of training is spent.
  func prepare() throws(CommandError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw .outputIsFolder(OutputPlace.shown(path))
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      let isInTheWay = (error as? CocoaError)?.code == .fileWriteFileExists
      let reason = isInTheWay ? "Its folder is a file." : systemReason(error) + "."
      throw .cannotWrite(OutputPlace.shown(path), reason: reason)
    }
    // A file is made and removed: what the folder's permissions say is not all that can stop one.
    close(try createTemporary())
    try? FileManager.default.removeItem(at: temporary)
  }

  func write(_ data: Data) throws(CommandError) {
    let descriptor = try createTemporary()
    do {
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      try handle.write(contentsOf: data)
      try handle.close()
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      throw .cannotWrite(OutputPlace.shown(path), reason: systemReason(error) + ".")
    }
    guard rename(temporary.path, path) == 0 else {
      let reason = Self.lastReason()
      try? FileManager.default.removeItem(at: temporary)
      throw .cannotWrite(OutputPlace.shown(path), reason: reason)
    }
  }

  /// What the last system call has to say.
  private static func lastReason() -> String {
    String(cString: strerror(errno)) + "."
  }

  /// A descriptor of the new, empty file.
  private func createTemporary() throws(CommandError) -> Int32 {
    let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(OutputPlace.shown(path), reason: Self.lastReason()) }
    return descriptor
  }

  /// Beside the file, so that it can take its place in one step.
  private var temporary: URL {
    let target = URL(fileURLWithPath: path)
    return target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).tmp")
  }
}
