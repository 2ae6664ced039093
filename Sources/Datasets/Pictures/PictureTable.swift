/// The rows of a table of pictures: RFC 4180's comma-separated values.
struct PictureTable {
  struct Row {
    /// 1-based.
    var line: Int
    var path: String
    var label: String
  }

  private(set) var rows: [Row] = []

  init(_ file: String, pathColumn: String, labelColumn: String) throws(DatasetError) {
    try self.init(ByteRegion(mapping: file), file: file, pathColumn: pathColumn, labelColumn: labelColumn)
  }

  /// `file` is for messages.
  init(_ region: ByteRegion, file: String, pathColumn: String, labelColumn: String) throws(DatasetError) {
    var records = try region.withBytes { bytes throws(DatasetError) in try Self.records(bytes, file: file) }
    guard let first = records.first else { throw .table(file: file, line: 1, .noRows) }
    var (path, label) = (0, 1)
    let isHeader = first.fields.contains(pathColumn) || first.fields.contains(labelColumn)
    if isHeader || first.fields.count != 2 || !PictureTree.isPicture(first.fields[0].utf8) {
      func column(_ name: String) throws(DatasetError) -> Int {
        guard let column = first.fields.firstIndex(of: name) else {
          throw .table(file: file, line: first.line, .noColumn(name, has: first.fields))
        }
        return column
      }
      (path, label) = (try column(pathColumn), try column(labelColumn))
      records.removeFirst()
    }
    for record in records {
      func field(_ column: Int, _ name: String) throws(DatasetError) -> String {
        guard column < record.fields.count, !record.fields[column].isEmpty else {
          throw .table(file: file, line: record.line, .missingField(name))
        }
        return record.fields[column]
      }
      rows.append(
        Row(line: record.line, path: try field(path, pathColumn), label: try field(label, labelColumn)))
    }
    guard !rows.isEmpty else { throw .table(file: file, line: first.line, .noRows) }
  }

  var classNames: [String] {
    let names = Set(rows.map(\.label))
    let numbers = names.compactMap { Int($0) }
    if numbers.count == names.count {
      return names.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
    }
    return names.sorted(by: ByteOrder.precedes)
  }

  /// Lines of fields; quoted ones may hold commas, line ends and doubled quotation marks. Empty lines do not count.
  private static func records(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws(DatasetError) -> [(line: Int, fields: [String])] {
    var records: [(line: Int, fields: [String])] = []
    var (fields, field): ([String], [UInt8]) = ([], [])
    var (line, start, isQuoted, wasQuoted) = (1, 1, false, false)
    func endRecord() {
      fields.append(String(decoding: field, as: UTF8.self))
      if fields.count > 1 || !field.isEmpty || wasQuoted { records.append((start, fields)) }
      (fields, field, wasQuoted) = ([], [], false)
    }
    // Spreadsheets put a mark before UTF-8.
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch byte {
      case UInt8(ascii: "\"") where isQuoted:
        if position < bytes.count, bytes[position] == byte {
          field.append(byte)
          position += 1
        } else {
          isQuoted = false
        }
      case _ where isQuoted: field.append(byte)
      case UInt8(ascii: "\"") where field.isEmpty: (isQuoted, wasQuoted) = (true, true)
      case UInt8(ascii: ","):
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
      case UInt8(ascii: "\r") where position < bytes.count && bytes[position] == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\n"):
        endRecord()
        start = line
      default: field.append(byte)
      }
    }
    guard !isQuoted else { throw .table(file: file, line: start, .openQuote) }
    endRecord()
    return records
  }
}
