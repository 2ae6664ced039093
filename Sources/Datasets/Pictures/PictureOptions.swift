internal import Imaging

/// What happens to a picture of other proportions than the size asked for.
public enum Resizing: String, Hashable, Sendable, CaseIterable {
  /// The largest part from its middle that has the right proportions (Keras: `crop_to_aspect_ratio`).
  case crop
  /// The whole picture, stretched.
  case stretch
  /// The whole picture with black beside it (Keras: `pad_to_aspect_ratio`).
  case pad
}

/// What happens to pictures that cannot be read.
public enum DamagedPictures: String, Hashable, Sendable, CaseIterable {
  /// The first one is an error.
  case fail
  /// They are left out, and listed.
  case skip
}

/// A picture that was left out.
public struct SkippedPicture: Hashable, Sendable {
  public var path: String
  public var reason: String
}

/// How pictures become images of one shape.
struct PictureOptions: Hashable, Sendable {
  /// `[height, width]`; `nil`: all pictures must have one size.
  var size: [Int]?
  var colorMode: Image.ColorMode
  var resizing: Resizing
  var damaged: DamagedPictures

  /// A picture as an image of the set.
  func prepared(_ image: Image) -> Image {
    let image = image.converted(to: colorMode)
    guard let size, [image.height, image.width] != size else { return image }
    let (height, width) = (size[0], size[1])
    switch resizing {
    case .stretch:
      return image.resized(height: height, width: width)
    case .crop:
      let scale = min(Double(image.height) / Double(height), Double(image.width) / Double(width))
      let (rows, columns) = (Double(height) * scale, Double(width) * scale)
      let area = Image.Area(
        top: (Double(image.height) - rows) / 2, left: (Double(image.width) - columns) / 2, height: rows, width: columns)
      return image.resized(height: height, width: width, from: area)
    case .pad:
      let scale = min(Double(height) / Double(image.height), Double(width) / Double(image.width))
      let rows = min(max(Int((Double(image.height) * scale).rounded()), 1), height)
      let columns = min(max(Int((Double(image.width) * scale).rounded()), 1), width)
      return image.resized(height: rows, width: columns).padded(height: height, width: width)
    }
  }
}

extension Image {
  /// The picture in the middle of a larger black one.
  func padded(height: Int, width: Int) -> Image {
    var result = [UInt8](repeating: 0, count: height * width * channels)
    let (top, left) = ((height - self.height) / 2, (width - self.width) / 2)
    let line = self.width * channels
    for row in 0..<self.height {
      let target = ((top + row) * width + left) * channels
      result.replaceSubrange(target..<target + line, with: bytes[row * line..<(row + 1) * line])
    }
    return Image(height: height, width: width, channels: channels, bytes: result)
  }
}
