extension Table {
  /// The table as comma-separated values (RFC 4180), column names first, numbers as programs read them: without
  /// grouping, with an ASCII minus, percent as shares 0...1.
  public var csv: String {
    let lines =
      [columns.map(\.name)]
      + (rows + footer).map { row in
        row.enumerated().map { index, text in
          columns.indices.contains(index) && columns[index].alignment == .trailing ? Table.plainNumber(text) : text
        }
      }
    return lines.map { $0.map(Table.field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// `−1,234.5` → `-1234.5`; what is no number stays as it is.
  private static func plainNumber(_ text: String) -> String {
    let plain = String(text.filter { $0 != "," }.map { $0 == "−" ? "-" : $0 })
    if Double(plain) != nil { return plain }
    // A share stays one: `78.4 %` is 0.784 with as many digits.
    guard plain.hasSuffix("%"), let percent = Double(plain.dropLast().filter { !$0.isWhitespace }) else { return text }
    return FigureNumber.value(percent / 100, significant: 6).replacing("−", with: "-")
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) || $0 == "\r\n" }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
