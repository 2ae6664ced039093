public import Imaging

extension ImageDataset {
  /// Reads the pictures that a table lists, one line each, with their labels.
  ///
  /// The first line names the columns; it may be missing where each line is just a path and a label. Paths start at the
  /// table's folder. Class names are sorted, numbers as numbers.
  ///
  ///     let birds = try ImageDataset(csv: "birds.csv", size: 64, pathColumn: "file", labelColumn: "species")
  ///
  /// - Throws: `DatasetError`, with the table's line.
  public init(
    csv path: String, size: Int? = nil, pathColumn: String = "path", labelColumn: String = "label",
    colorMode: Image.ColorMode = .rgb, resizing: Resizing = .crop, damaged: DamagedPictures = .fail,
    licenceNote: String = ""
  ) throws(DatasetError) {
    requireArgument(size.map { $0 > 0 && $0 <= 1 << 13 } ?? true, "ImageDataset(csv:): a size lies in 1...8192 pixels")
    let path = DataFolders.expandingTilde(path)
    let folder = path.contains("/") ? path.split(separator: "/", omittingEmptySubsequences: false).dropLast() : ["."]
    let root = folder.joined(separator: "/")
    let table = try PictureTable(path, pathColumn: pathColumn, labelColumn: labelColumn)
    var files = PictureFiles()
    for row in table.rows {
      let place = row.path.hasPrefix("/") ? row.path : root + "/" + row.path
      guard OperatingSystem.exists(place) else { throw .table(file: path, line: row.line, .missingPicture(row.path)) }
      files.append([], place.utf8, try FileStamp(place))
    }
    let options = PictureOptions(
      size: size.map { [$0, $0] }, colorMode: colorMode, resizing: resizing, damaged: damaged)
    let loaded = try PictureLoader(options: options, cache: DataStore.current.pixels).load(files, of: path)
    let names = table.classNames
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    self.init(
      name: path.split(separator: "/").last.map(String.init) ?? path, origin: path, licenceNote: licenceNote,
      classNames: names, labels: loaded.kept.map { numbers[table.rows[$0].label] ?? 0 }, storage: loaded.storage,
      order: loaded.kept.count == files.count ? nil : loaded.kept)
  }
}
