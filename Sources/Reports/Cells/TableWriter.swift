internal import Figures

/// Writes a table of data with the semantics that a screen reader needs.
enum TableWriter {
  static func html(_ table: Table) -> HTML {
    var html = HTML()
    html.element("table") { html in
      html.element("thead") { html in
        html.element("tr") { html in
          for column in table.columns {
            if column.name.isEmpty {
              html.element("td", text: "")
            } else {
              html.element("th", [.init("scope", "col")] + alignment(column), text: column.name)
            }
          }
        }
      }
      html.element("tbody") { html in append(table.rows, of: table, firstRow: 0, to: &html) }
      if !table.footer.isEmpty {
        html.element("tfoot") { html in
          append(table.footer, of: table, firstRow: table.rows.count, to: &html)
        }
      }
    }
    return html
  }

  /// `firstRow`: the number of the first of `rows` among rows and footer, which is how bars are counted.
  private static func append(_ rows: [[String]], of table: Table, firstRow: Int, to html: inout HTML) {
    for (number, row) in rows.enumerated() {
      html.element("tr") { html in
        for (index, text) in row.enumerated() {
          let column = index < table.columns.count ? table.columns[index] : nil
          // The first column names the row where it holds names.
          if index == 0, row.count > 1, column?.alignment == .leading, !text.isEmpty {
            html.element("th", [.init("scope", "row")], text: text)
          } else {
            html.element("td", column.map(alignment) ?? []) { html in
              html.text(text)
              let bars = column?.bars ?? []
              if bars.indices.contains(firstRow + number), let share = bars[firstRow + number] {
                append(bar: share, to: &html)
              }
            }
          }
        }
      }
    }
  }

  /// A share 0...1 as a small bar after its number.
  private static func append(bar share: Double, to html: inout HTML) {
    let width = share.isFinite ? min(max(share, 0), 1) * 100 : 0
    html.text(" ")
    html.element(
      "svg",
      [
        .init("class", "bar"), .init("viewBox", "0 0 100 8"), .init("width", "50"), .init("height", "8"),
        .init("aria-hidden", "true"),
      ]
    ) { html in
      html.element("rect", [.init("class", "track"), .init("width", "100"), .init("height", "8")], text: "")
      html.element("rect", [.init("width", Quantities.fixed(width, digits: 1)), .init("height", "8")], text: "")
    }
  }

  private static func alignment(_ column: Table.Column) -> [HTML.Attribute] {
    column.alignment == .trailing ? [.init("class", "number")] : []
  }
}
