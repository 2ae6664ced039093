/// The files of many pictures: their paths, and what says that they are still the same.
///
/// All paths lie in one array: of a million pictures, that is a tenth of the memory that a million arrays take.
struct PictureFiles {
  private var paths: [UInt8] = []
  /// Where each path ends.
  private var ends: [Int] = []
  private(set) var stamps: [FileStamp] = []

  var count: Int { ends.count }

  mutating func append(_ folder: [UInt8], _ name: some Collection<UInt8>, _ stamp: FileStamp) {
    if !folder.isEmpty {
      paths += folder
      paths.append(UInt8(ascii: "/"))
    }
    paths += name
    ends.append(paths.count)
    stamps.append(stamp)
  }

  mutating func append(_ other: PictureFiles) {
    let start = paths.count
    paths += other.paths
    ends += other.ends.map { $0 + start }
    stamps += other.stamps
  }

  func path(_ index: Int) -> ArraySlice<UInt8> { paths[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// The path, for messages.
  func text(_ index: Int) -> String { String(decoding: path(index), as: UTF8.self) }
}
