/// How a camera was held, as EXIF's tag 274 numbers it (EXIF 2.32, section 4.6.4 A).
enum EXIFOrientation: Int {
  case upright = 1
  case mirrored, turnedAround, mirroredTurnedAround, mirroredTurnedLeft, turnedLeft, mirroredTurnedRight, turnedRight

  /// Looks for an APP1 segment with EXIF data before the first scan.
  init(jpeg bytes: UnsafeRawBufferPointer) {
    self = .upright
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      // Fill bytes may stand before a marker.
      if marker == 0xFF {
        position += 1
        continue
      }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let (start, end) = (position + 4, position + 2 + length)
      guard marker != 0xDA, length >= 2, end <= bytes.count else { return }
      if marker == 0xE1, bytes[start..<end].starts(with: Array("Exif\0\0".utf8)) {
        self = Self(tiff: UnsafeRawBufferPointer(rebasing: bytes[start + 6..<end]))
        return
      }
      position = end
    }
  }

  /// Looks for an eXIf chunk.
  init(png bytes: UnsafeRawBufferPointer) {
    self = .upright
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - position - 12 else { return }
      let name = bytes[position + 4..<position + 8]
      if name.elementsEqual("eXIf".utf8) {
        self = Self(tiff: UnsafeRawBufferPointer(rebasing: bytes[position + 8..<position + 8 + length]))
        return
      }
      position += 12 + length
    }
  }

  /// Reads tag 274 of the first directory; anything unexpected counts as upright.
  private init(tiff bytes: UnsafeRawBufferPointer) {
    self = .upright
    guard bytes.count >= 8 else { return }
    let isLittleEndian = bytes[0] == UInt8(ascii: "I")
    func number(_ count: Int, at offset: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      let part = bytes[offset..<offset + count]
      return isLittleEndian ? part.reversed().reduce(0) { $0 << 8 | Int($1) } : part.reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, at: 2) == 42, let directory = number(4, at: 4), let entries = number(2, at: directory) else {
      return
    }
    for entry in 0..<entries {
      let offset = directory + 2 + 12 * entry
      guard let tag = number(2, at: offset) else { return }
      if tag == 274 {
        self = number(2, at: offset + 8).flatMap(Self.init(rawValue:)) ?? .upright
        return
      }
    }
  }
}

extension Image {
  /// The picture as it was seen, of one that lies in its file as `orientation` says.
  func upright(from orientation: EXIFOrientation) -> Image {
    guard orientation != .upright else { return self }
    let turnsAside = orientation.rawValue >= 5
    let (rows, columns) = turnsAside ? (width, height) : (height, width)
    var result = [UInt8](repeating: 0, count: bytes.count)
    var target = 0
    for row in 0..<rows {
      for column in 0..<columns {
        let (sourceRow, sourceColumn) =
          switch orientation {
          case .upright: (row, column)
          case .mirrored: (row, width - 1 - column)
          case .turnedAround: (height - 1 - row, width - 1 - column)
          case .mirroredTurnedAround: (height - 1 - row, column)
          case .mirroredTurnedLeft: (column, row)
          case .turnedLeft: (height - 1 - column, row)
          case .mirroredTurnedRight: (height - 1 - column, width - 1 - row)
          case .turnedRight: (column, width - 1 - row)
          }
        let source = (sourceRow * width + sourceColumn) * channels
        for channel in 0..<channels { result[target + channel] = bytes[source + channel] }
        target += channels
      }
    }
    return Image(height: rows, width: columns, channels: channels, bytes: result)
  }
}
