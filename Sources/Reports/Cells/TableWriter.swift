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
      html.element("tbody") { html in append(table.rows, of: table, to: &html) }
      if !table.footer.isEmpty {
        html.element("tfoot") { html in append(table.footer, of: table, to: &html) }
      }
    }
    return html
  }

  private static func append(_ rows: [[String]], of table: Table, to html: inout HTML) {
    for row in rows {
      html.element("tr") { html in
        for (index, text) in row.enumerated() {
          let column = index < table.columns.count ? table.columns[index] : nil
          // The first column names the row where it holds names.
          if index == 0, row.count > 1, column?.alignment == .leading, !text.isEmpty {
            html.element("th", [.init("scope", "row")], text: text)
          } else {
            html.element("td", column.map(alignment) ?? [], text: text)
          }
        }
      }
    }
  }

  private static func alignment(_ column: Table.Column) -> [HTML.Attribute] {
    column.alignment == .trailing ? [.init("class", "number")] : []
  }
}
