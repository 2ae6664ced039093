/// A picture's file: the bytes of its path, and what says that it is still the same.
struct PictureFile {
  var path: [UInt8]
  var stamp: FileStamp

  var text: String { String(decoding: path, as: UTF8.self) }
}
