/// A number that a chart can place on an axis.
public protocol Plottable {
  var plotValue: Double { get }
}

extension Double: Plottable {
  public var plotValue: Double { self }
}

extension Float: Plottable {
  public var plotValue: Double { Double(self) }
}

extension Int: Plottable {
  public var plotValue: Double { Double(self) }
}

extension UInt8: Plottable {
  public var plotValue: Double { Double(self) }
}

extension Optional: Plottable where Wrapped: Plottable {
  /// Not a number where there is none: a gap in a line.
  public var plotValue: Double { self?.plotValue ?? .nan }
}

extension Sequence {
  /// The rows of each group, in the order in which the groups appear.
  func grouped<Key: CustomStringConvertible>(by key: (Element) -> Key) -> [(name: String, rows: [Element])] {
    var groups: [(name: String, rows: [Element])] = []
    var places: [String: Int] = [:]
    for row in self {
      let name = FigureNumber.name(key(row))
      if let place = places[name] {
        groups[place].rows.append(row)
      } else {
        places[name] = groups.count
        groups.append((name, [row]))
      }
    }
    return groups
  }
}
