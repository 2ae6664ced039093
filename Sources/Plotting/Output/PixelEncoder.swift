import Figures
import Foundation
import Imaging

/// Pixels of a figure as PNG.
enum PixelEncoder {
  static func png(_ pixels: ImageGrid.Pixels) throws(PlottingError) -> Data {
    guard pixels.isComplete else {
      throw .encoding("\(pixels.bytes.count) bytes for \(pixels.width)x\(pixels.height) pixels")
    }
    let image = Image(
      height: pixels.height, width: pixels.width, channels: pixels.channels, bytes: [UInt8](pixels.bytes))
    do {
      return Data(try image.pngBytes())
    } catch {
      throw .encoding("\(error)")
    }
  }
}

extension ImageGrid.Pixels {
  /// Whether the bytes are as many as the sizes say, and of a kind that can be shown.
  var isComplete: Bool {
    (1...4096).contains(width) && (1...4096).contains(height) && [1, 3, 4].contains(channels)
      && bytes.count == height * width * channels
  }

  func color(row: Int, column: Int) -> (UInt8, UInt8, UInt8) {
    let start = bytes.startIndex + (row * width + column) * channels
    return channels < 3
      ? (bytes[start], bytes[start], bytes[start]) : (bytes[start], bytes[start + 1], bytes[start + 2])
  }
}
