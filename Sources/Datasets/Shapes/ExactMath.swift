// Arithmetic that gives the same bits on every processor: additions, multiplications, divisions and square roots only,
// which IEEE 754 rounds in one way. The system's sine differs between C libraries. Swift never fuses a product and a
// sum of its own accord.

/// The sine and cosine of a number of full turns, within 4e-6 of the true ones.
///
/// Taylor's series up to the ninth and eighth power on an eighth of a turn; the rest is symmetry.
func sineAndCosine(turns: Float) -> (sine: Float, cosine: Float) {
  // Quarter turns, so that what is left lies in -1/8...1/8 of a turn.
  let quarters = (turns * 4).rounded(.toNearestOrEven)
  let angle = (turns - quarters * 0.25) * 6.2831855
  let square = angle * angle
  let sine = angle * (1 + square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square * (1 / 362_880)))))
  let cosine = 1 + square * (-1 / 2 + square * (1 / 24 + square * (-1 / 720 + square * (1 / 40_320))))
  switch Int(quarters) & 3 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}

/// A point or a direction; lengths are in units of half the picture's side, y downwards.
struct Point {
  var x: Float
  var y: Float

  var length: Float { (x * x + y * y).squareRoot() }

  static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x, y: left.y + right.y) }
  static func - (left: Point, right: Point) -> Point { Point(x: left.x - right.x, y: left.y - right.y) }
  static func * (left: Point, factor: Float) -> Point { Point(x: left.x * factor, y: left.y * factor) }

  func dot(_ other: Point) -> Float { x * other.x + y * other.y }

  /// The point as seen from axes turned by the angle with this cosine (x) and sine (y).
  func turned(by axes: Point) -> Point { Point(x: x * axes.x + y * axes.y, y: y * axes.x - x * axes.y) }
}

/// Red, green and blue, 0...1.
struct Colour {
  var red: Float
  var green: Float
  var blue: Float

  func mixed(with other: Colour, share: Float) -> Colour {
    Colour(
      red: red + (other.red - red) * share, green: green + (other.green - green) * share,
      blue: blue + (other.blue - blue) * share)
  }

  func shifted(by amount: Float) -> Colour { Colour(red: red + amount, green: green + amount, blue: blue + amount) }

  /// A colour of the given hue (in turns), saturation and lightness, all 0...1.
  init(hue: Float, saturation: Float, lightness: Float) {
    let chroma = saturation * min(lightness, 1 - lightness)
    func component(_ shift: Float) -> Float {
      var place = hue + shift
      place -= place.rounded(.down)
      // A plateau of a third of a turn with ramps of a sixth on both sides.
      return lightness + chroma * min(max(abs(place - 0.5) * 12 - 3, -1), 1)
    }
    red = component(0)
    green = component(2 / 3)
    blue = component(1 / 3)
  }

  init(red: Float, green: Float, blue: Float) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}
