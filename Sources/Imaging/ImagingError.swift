/// Why a picture was not read or written.
public enum ImagingError: Error, Hashable, Sendable {
  public enum Format: String, Hashable, Sendable {
    case png = "PNG"
    case jpeg = "JPEG"
  }

  /// The bytes do not start like a PNG file.
  case notPNG
  /// The bytes do not start like a JPEG file.
  case notJPEG
  /// The bytes start like neither.
  case unknownFormat
  /// Larger than `Image.maximumPixels`.
  case tooLarge(height: Int, width: Int)
  /// The picture declares far more pixels than its bytes can hold.
  case impossibleSize(height: Int, width: Int, bytes: Int)
  /// In the words of libpng or libjpeg.
  case damaged(Format, String)
  /// libpng could not be set up: there is no memory left.
  case outOfMemory
}

extension ImagingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notPNG: "The picture is not a PNG file."
    case .notJPEG: "The picture is not a JPEG file."
    case .unknownFormat: "The picture is neither a PNG nor a JPEG file."
    case .tooLarge(let height, let width):
      "The picture has \(width)x\(height) pixels; up to \(Image.maximumPixels) in all are read."
    case .impossibleSize(let height, let width, let bytes):
      "The picture claims \(width)x\(height) pixels, which its \(bytes) bytes cannot hold."
    case .damaged(let format, let reason): "The \(format.rawValue) picture is damaged: \(reason)."
    case .outOfMemory: "There is not enough memory for the picture."
    }
  }
}
