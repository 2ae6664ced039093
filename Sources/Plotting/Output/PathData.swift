import Foundation

/// A path as the `d` attribute of SVG: relative steps between rounded places, so that errors do not add up.
struct PathData {
  private(set) var text = ""
  private let scale: Double
  private let decimals: Int
  private var pen = Point(0, 0)
  private var start = Point(0, 0)
  private var lastCommand: Character = " "

  init(_ path: Path, scale: Double, decimals: Int) {
    self.scale = scale
    self.decimals = decimals
    for (index, element) in path.elements.enumerated() {
      switch element {
      case .move(let point):
        // Cairo ends a closed path with a move that nothing follows.
        guard index + 1 < path.elements.count else { continue }
        let point = rounded(point)
        text.isEmpty ? command("M", [point.x, point.y]) : command("m", [point.x - pen.x, point.y - pen.y])
        (pen, start) = (point, point)
      case .line(let point): line(to: rounded(point))
      case .curve(let first, let second, let end):
        let points = [first, second, end].map(rounded)
        command("c", points.flatMap { [$0.x - pen.x, $0.y - pen.y] })
        pen = points[2]
      case .close:
        text += "z"
        lastCommand = "z"
        pen = start
      }
    }
  }

  private mutating func line(to point: Point) {
    let (dx, dy) = (point.x - pen.x, point.y - pen.y)
    if dx == 0 && dy == 0 { return }
    if dy == 0 { command("h", [dx]) } else if dx == 0 { command("v", [dy]) } else { command("l", [dx, dy]) }
    pen = point
  }

  private mutating func command(_ name: Character, _ values: [Double]) {
    var needsSeparator = name == lastCommand
    if !needsSeparator { text.append(name) }
    for value in values {
      let number = PathData.number(value, decimals: decimals)
      if needsSeparator && number.first != "-" { text += " " }
      text += number
      needsSeparator = true
    }
    // Pairs after a move are lines, absolute after `M`: only relative ones are written.
    lastCommand = name == "m" ? "l" : name
  }

  private func rounded(_ point: Point) -> Point {
    let unit = pow(10, Double(decimals))
    return Point((point.x * scale * unit).rounded() / unit, (point.y * scale * unit).rounded() / unit)
  }

  /// Lines without length at points, in tenths of a pixel.
  static func dots(_ points: [Point]) -> String {
    var text = ""
    var pen = (x: 0.0, y: 0.0)
    for (index, point) in points.enumerated() {
      let place = (x: (point.x * 10).rounded() / 10, y: (point.y * 10).rounded() / 10)
      let (x, y) = (number(place.x - pen.x, decimals: 1), number(place.y - pen.y, decimals: 1))
      text += "\(index == 0 ? "M" : "m")\(x)\(y.first == "-" ? "" : " ")\(y)h0"
      pen = place
    }
    return text
  }

  /// The shortest text of a value rounded to some decimals: `.5`, `-3`, `0`.
  static func number(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "0" }
    let unit = pow(10, Double(decimals))
    let scaled = (value * unit).rounded()
    guard abs(scaled) < 1e15 else { return String(Int(max(min(value, 1e15), -1e15))) }
    let digits = Int(scaled)
    let (whole, fraction) = abs(digits).quotientAndRemainder(dividingBy: Int(unit))
    var text = whole == 0 && fraction != 0 ? "" : String(whole)
    if fraction != 0 {
      let padded = String(fraction + Int(unit)).dropFirst()
      text += "." + padded.reversed().drop { $0 == "0" }.reversed()
    }
    return digits < 0 ? "-" + text : text
  }
}
