extension Image {
  /// A part of a picture, in pixels; edges may lie between two of them.
  public struct Area: Hashable, Sendable {
    public var top: Double
    public var left: Double
    public var height: Double
    public var width: Double

    public init(top: Double, left: Double, height: Double, width: Double) {
      self.top = top
      self.left = left
      self.height = height
      self.width = width
    }
  }

  /// The picture, or a part of it, in another size.
  ///
  /// A triangle filter, as wide as a pixel of the smaller of the two pictures: bilinear when enlarging, and when
  /// reducing every pixel counts, so that nothing flickers. Rows and columns one after the other, rounded to bytes after
  /// each, in whole numbers: the same bytes on every machine. Pillow's `resize(…, BILINEAR)` gives them too, but for
  /// differences of one in the few shapes where it takes the other axis first.
  public func resized(height: Int, width: Int, from area: Area? = nil) -> Image {
    precondition(height > 0 && width > 0, "a picture has at least one pixel")
    let area = area ?? Area(top: 0, left: 0, height: Double(self.height), width: Double(self.width))
    let across = ResizingWeights(from: self.width, start: area.left, length: area.width, to: width)
    let down = ResizingWeights(from: self.height, start: area.top, length: area.height, to: height)
    // Colours of transparent pixels must not bleed: weighted by alpha, and divided by it in the end.
    let source = channels == 4 ? premultiplied : self
    // Down first where that makes the picture in between smaller and nothing is lost by it.
    let isColumnsFirst = width > self.width && height < self.height
    let result =
      isColumnsFirst
      ? source.resizedColumns(down, height: height).resizedRows(across, rows: 0..<height)
      : source.resizedRows(across, rows: down.sources).resizedColumns(down, height: height)
    return channels == 4 ? result.unpremultiplied : result
  }

  /// Applies the weights along each row; rows that no column will need stay empty.
  private func resizedRows(_ weights: ResizingWeights, rows: Range<Int>) -> Image {
    let target = weights.starts.count
    if weights.isIdentity(length: width) { return self }
    var result = [UInt8](repeating: 0, count: height * target * channels)
    result.withUnsafeMutableBufferPointer { result in
      bytes.withUnsafeBufferPointer { bytes in
        for row in rows {
          for column in 0..<target {
            let (start, factors) = (weights.starts[column], weights.factors(of: column))
            for channel in 0..<channels {
              var place = (row &* width &+ start) &* channels &+ channel
              var sum = ResizingWeights.half
              for factor in factors {
                sum &+= factor &* Int(bytes[place])
                place &+= channels
              }
              result[(row &* target &+ column) &* channels &+ channel] = ResizingWeights.byte(sum)
            }
          }
        }
      }
    }
    return Image(height: height, width: target, channels: channels, bytes: result)
  }

  private func resizedColumns(_ weights: ResizingWeights, height target: Int) -> Image {
    if weights.isIdentity(length: height) { return self }
    let line = width * channels
    var result = [UInt8](repeating: 0, count: target * line)
    result.withUnsafeMutableBufferPointer { result in
      bytes.withUnsafeBufferPointer { bytes in
        for row in 0..<target {
          let (start, factors) = (weights.starts[row], weights.factors(of: row))
          for sample in 0..<line {
            var place = start &* line &+ sample
            var sum = ResizingWeights.half
            for factor in factors {
              sum &+= factor &* Int(bytes[place])
              place &+= line
            }
            result[row &* line &+ sample] = ResizingWeights.byte(sum)
          }
        }
      }
    }
    return Image(height: target, width: width, channels: channels, bytes: result)
  }

  private var premultiplied: Image {
    var result = self
    for pixel in stride(from: 0, to: bytes.count, by: 4) {
      let alpha = Int(bytes[pixel + 3])
      for channel in pixel..<pixel + 3 { result.bytes[channel] = UInt8((Int(bytes[channel]) * alpha + 127) / 255) }
    }
    return result
  }

  private var unpremultiplied: Image {
    var result = self
    for pixel in stride(from: 0, to: bytes.count, by: 4) where bytes[pixel + 3] > 0 {
      let alpha = Int(bytes[pixel + 3])
      for channel in pixel..<pixel + 3 {
        result.bytes[channel] = UInt8(min((Int(bytes[channel]) * 255 + alpha / 2) / alpha, 255))
      }
    }
    return result
  }
}

/// How much of which source pixels makes each target pixel along one axis, in units of 2^-22.
private struct ResizingWeights {
  static let half = 1 << (precision - 1)
  private static let precision = 22

  /// The first source pixel of each target pixel.
  private(set) var starts: [Int] = []
  private var values: [Int] = []
  private var bounds: [Int] = [0]

  init(from length: Int, start: Double, length part: Double, to target: Int) {
    let scale = part / Double(target)
    let reach = max(scale, 1)
    let steepness = 1 / reach
    for index in 0..<target {
      let centre = start + (Double(index) + 0.5) * scale
      let first = max(Int(centre - reach + 0.5), 0)
      let last = max(min(Int(centre + reach + 0.5), length), first + 1)
      var weights = (first..<last).map { max(1 - abs((Double($0) - centre + 0.5) * steepness), 0) }
      let sum = weights.reduce(0, +)
      if sum > 0 { for place in weights.indices { weights[place] /= sum } } else { weights[0] = 1 }
      starts.append(min(first, length - 1))
      values += weights.map { Int(0.5 + $0 * Double(1 << Self.precision)) }
      bounds.append(values.count)
    }
  }

  func factors(of target: Int) -> ArraySlice<Int> { values[bounds[target]..<bounds[target + 1]] }

  /// The source pixels that any target pixel needs.
  var sources: Range<Int> {
    let last = starts.count - 1
    return starts[0]..<starts[last] + factors(of: last).count
  }

  /// Whether each target pixel is the source pixel of its number.
  func isIdentity(length: Int) -> Bool {
    starts.count == length
      && starts.indices.allSatisfy { index in
        zip(starts[index]..., factors(of: index)).allSatisfy { $1 == ($0 == index ? 1 << Self.precision : 0) }
      }
  }

  static func byte(_ sum: Int) -> UInt8 { UInt8(clamping: sum >> precision) }
}
