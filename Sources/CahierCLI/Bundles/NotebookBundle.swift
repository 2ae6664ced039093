import CellOutput
import Crypto
import Foundation
import Notebooks
import Reports

/// A notebook with all that its report is made of, as one file: text, pictures and style sheet, record, and the runs that
/// the record shows. The data set is not in it.
///
/// The file is an uncompressed tar archive (`TarArchive`), so that `tar xf` opens it where there is no Cahier. Weights
/// hardly shrink when they are compressed, and without compression a small file cannot become a huge one. The first
/// entry, `manifest.json`, lists the others with their SHA-256; reading refuses whatever is not listed, not allowed
/// (`BundlePath`) or not as it was packed.
struct NotebookBundle {
  struct Manifest: Codable {
    struct File: Codable {
      var path: String
      var bytes: Int
      var sha256: String
    }

    /// Raised when files written before could be misread.
    var format: Int
    /// The notebook's path in the bundle.
    var notebook: String
    var files: [File]
  }

  static let currentFormat = 1
  static let fileExtension = "cahier"
  private static let manifestName = "manifest.json"

  let notebook: String
  let files: [TarArchive.Entry]

  static func isBundle(_ path: String) -> Bool { path.hasSuffix("." + fileExtension) }

  // MARK: Packing

  /// Collects what belongs to the notebook at `path`.
  init(packing path: String) throws {
    let notebook = try Notebook(contentsOf: path)
    let folders = NotebookFolders(notebook: path)
    let record: Record
    guard FileManager.default.fileExists(atPath: folders.record) else { throw CommandError.notRunYet(path) }
    record = try Record.load(from: folders.record)
    self.notebook = URL(fileURLWithPath: path).lastPathComponent
    var paths = [OutputPlace.absolute(path), folders.record] + Report.files(of: notebook)
    for run in Self.runs(of: record) {
      let folder = folders.runs + "/" + run
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      // Neither locks nor what a stopped program left half written.
      paths += names.filter { $0.contains(".") && !$0.contains(".new-") }.sorted().map { folder + "/" + $0 }
    }
    var files: [TarArchive.Entry] = []
    for path in paths where !files.contains(where: { folders.folder + "/" + $0.name == path }) {
      guard path.hasPrefix(folders.folder + "/") else { throw CommandError.outsideBundle(OutputPlace.shown(path)) }
      let name = String(path.dropFirst(folders.folder.count + 1))
      guard BundlePath.isAllowed(name), name != Self.manifestName else {
        throw CommandError.outsideBundle(OutputPlace.shown(path))
      }
      guard let content = FileManager.default.contents(atPath: path) else {
        throw CommandError.cannotRead(OutputPlace.shown(path))
      }
      files.append(TarArchive.Entry(name: name, content: content))
    }
    self.files = files
  }

  /// The runs that the record shows.
  private static func runs(of record: Record) -> [String] {
    var names: [String] = []
    for case .training(let note) in record.cells.flatMap(\.outputs) {
      if let run = note.run, !names.contains(run) { names.append(run) }
    }
    return names
  }

  func data() throws -> Data {
    let manifest = Manifest(
      format: Self.currentFormat, notebook: notebook,
      files: files.map { .init(path: $0.name, bytes: $0.content.count, sha256: Self.digest(of: $0.content)) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let first = TarArchive.Entry(name: Self.manifestName, content: try encoder.encode(manifest))
    do {
      return try TarArchive.data(of: [first] + files)
    } catch {
      throw CommandError.badBundle(notebook, reason: "\(error)")
    }
  }

  // MARK: Unpacking

  /// Reads and checks a bundle.
  init(contentsOf path: String) throws(CommandError) {
    // Mapped: a huge file costs no memory before it is known to be sound.
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
      throw .cannotRead(path)
    }
    var entries: [TarArchive.Entry]
    do throws(TarArchive.Fault) {
      entries = try TarArchive.entries(in: data)
    } catch {
      throw .badBundle(path, reason: error.words)
    }
    guard let first = entries.first, first.name == Self.manifestName else {
      throw .badBundle(path, reason: "it has no manifest")
    }
    struct Header: Decodable { var format: Int }
    if let header = try? JSONDecoder().decode(Header.self, from: first.content), header.format > Self.currentFormat {
      throw .newerBundle(path, format: header.format, supported: Self.currentFormat)
    }
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: first.content) else {
      throw .badBundle(path, reason: "its manifest cannot be read")
    }
    entries.removeFirst()
    guard entries.map(\.name) == manifest.files.map(\.path) else {
      throw .badBundle(path, reason: "it holds other files than its manifest lists")
    }
    for (entry, file) in zip(entries, manifest.files) {
      guard BundlePath.isAllowed(entry.name) else {
        throw .badBundle(path, reason: "it has a file '\(visible(entry.name))', which no bundle may have")
      }
      guard Self.digest(of: entry.content) == file.sha256 else {
        throw .badBundle(path, reason: "'\(entry.name)' was changed or damaged since it was packed")
      }
    }
    guard entries.contains(where: { $0.name == manifest.notebook }), !manifest.notebook.contains("/") else {
      throw .badBundle(path, reason: "the notebook is not in it")
    }
    notebook = manifest.notebook
    files = entries
  }

  /// Writes the files into `folder`, which must be new or empty; all of them or none.
  func unpack(to folder: String) throws(CommandError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.isEmpty else { throw .folderNotEmpty(OutputPlace.shown(folder)) }
    let temporary = "\(folder).\(ProcessInfo.processInfo.processIdentifier).tmp"
    do {
      for file in files {
        let target = URL(fileURLWithPath: temporary).appending(path: file.name)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.content.write(to: target, options: .withoutOverwriting)
      }
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.moveItem(atPath: temporary, toPath: folder)
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw .cannotWrite(OutputPlace.shown(folder), reason: systemReason(error) + ".")
    }
  }

  private static func digest(of content: Data) -> String {
    SHA256.hash(data: content).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// A name from an untrusted file, fit to be printed.
private func visible(_ name: String) -> String {
  String(
    name.unicodeScalars.prefix(80).map {
      [.control, .format].contains($0.properties.generalCategory) ? "\u{FFFD}" : Character($0)
    })
}

extension TarArchive.Fault {
  /// What is wrong, as the end of a sentence.
  var words: String {
    switch self {
    case .header(let offset, let reason): "\(reason) at byte \(offset)"
    case .truncated(let name): "'\(visible(name))' is cut off"
    case .tooManyEntries(let limit): "it has more than \(limit) files"
    case .duplicate(let name): "it has '\(visible(name))' twice"
    case .nameTooLong(let name): "the path '\(visible(name))' is too long"
    }
  }
}
