/// An array of NumPy's: a file of its own or a member of an archive.
struct NPYArray {
  let file: String
  let header: NPYHeader
  let region: ByteRegion

  /// `file` is for messages.
  init(_ region: ByteRegion, file: String) throws(DatasetError) {
    self.file = file
    self.region = region
    header = try NPYHeader(region.bytes, available: region.bytes.count, file: file)
    guard !header.isFortranOrder || header.shape.count < 2 else {
      throw unsupported("an array stored column by column", "Save numpy.ascontiguousarray of it.")
    }
  }

  private func unsupported(_ what: String, _ remedy: String) -> DatasetError {
    .file(file, offset: nil, .unsupported(what, remedy: remedy))
  }

  /// As images: bytes of `[images, height, width]`, with channels last or, where only that fits, second.
  func images() throws(DatasetError) -> PixelStorage {
    let shape = header.shape
    guard header.type.hasSuffix("u1") else {
      throw unsupported("images of type '\(header.type)'", "Save them as uint8, 0 to 255.")
    }
    let channels: Int
    let layout: PixelStorage.Layout
    switch shape.count {
    case 3: (channels, layout) = (1, .interleaved)
    case 4 where [1, 3, 4].contains(shape[3]): (channels, layout) = (shape[3], .interleaved)
    case 4 where [1, 3, 4].contains(shape[1]): (channels, layout) = (shape[1], .planar)
    default:
      throw unsupported("images of shape \(shape)", "Give them [images, height, width, channels], 1, 3 or 4 channels.")
    }
    guard shape.allSatisfy({ $0 > 0 }) else { throw unsupported("no images, but the shape \(shape)", "Save some.") }
    let (height, width) = layout == .planar ? (shape[2], shape[3]) : (shape[1], shape[2])
    return PixelStorage(
      layout: layout, height: height, width: width, channels: channels,
      segments: [.init(region: region, offset: header.offset, stride: height * width * channels, count: shape[0])])
  }

  /// As labels: whole numbers of shape `[images]` or `[images, 1]`.
  func labels() throws(DatasetError) -> [Int] {
    let shape = header.shape
    guard shape.count == 1 || shape.count == 2 && shape[1] == 1, let size = header.valueBytes else {
      throw unsupported("labels of shape \(shape)", "Give one number for each image: [images].")
    }
    let bytes = region.bytes
    return (0..<shape[0]).map { index in
      let value = bytes[header.offset + index * size..<header.offset + (index + 1) * size]
      let bits =
        header.isBigEndian
        ? value.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : value.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      // Signs are carried to 64 bits.
      let unused = 64 - 8 * size
      return header.isSigned ? Int(Int64(bitPattern: bits << unused) >> unused) : Int(truncatingIfNeeded: bits)
    }
  }
}
