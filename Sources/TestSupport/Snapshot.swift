import Foundation
public import Imaging
public import Testing

/// Compares a picture with the one committed beside the test, in `__Snapshots__/NAME.png`.
///
/// A missing snapshot is recorded and fails, so that nobody commits one unseen. Where too many pixels differ, the new
/// picture and a picture of the differences (red where they differ) are left beside it as `NAME.new.png` and
/// `NAME.difference.png`.
/// - Parameters:
///   - tolerance: share of the pixels that may differ, 0...1.
///   - threshold: how far apart the samples of a pixel may be without counting, 0...255.
public func assertSnapshot(
  of image: Image, named name: String, tolerance: Double = 0.005, threshold: Int = 24, file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "__Snapshots__")
  let stored = folder.appending(path: "\(name).png")
  guard FileManager.default.fileExists(atPath: stored.path) else {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(try image.pngBytes()).write(to: stored)
    Issue.record(
      "No snapshot was there: recorded \(stored.path). Look at it, then run again.", sourceLocation: sourceLocation)
    return
  }
  let expected = try Image(png: [UInt8](Data(contentsOf: stored)))
  let (new, difference) = ("\(name).new.png", "\(name).difference.png")
  guard expected.height == image.height, expected.width == image.width else {
    try Data(try image.pngBytes()).write(to: folder.appending(path: new))
    let sizes = "\(image.width)x\(image.height) instead of \(expected.width)x\(expected.height)"
    Issue.record("The picture is \(sizes) pixels; see \(new) in \(folder.path).", sourceLocation: sourceLocation)
    return
  }
  let (share, picture) = differences(between: expected, and: image, threshold: threshold)
  guard share > tolerance else { return }
  try Data(try image.pngBytes()).write(to: folder.appending(path: new))
  try Data(try picture.pngBytes()).write(to: folder.appending(path: difference))
  Issue.record(
    "\(share * 100) % of the pixels differ from \(stored.path); see \(new) and \(difference) beside it.",
    sourceLocation: sourceLocation)
}

/// How many pixels of two equally large pictures differ, and where: red on a faint copy of the first.
///
/// - Returns: the share of differing pixels, 0...1, and an RGB picture.
public func differences(between first: Image, and second: Image, threshold: Int) -> (share: Double, picture: Image) {
  var count = 0
  var bytes = [UInt8](repeating: 0, count: first.height * first.width * 3)
  for pixel in 0..<first.height * first.width {
    var distance = 0
    for channel in 0..<3 {
      let one = Int(first.bytes[pixel * first.channels + (first.channels < 3 ? 0 : channel)])
      let other = Int(second.bytes[pixel * second.channels + (second.channels < 3 ? 0 : channel)])
      distance = max(distance, abs(one - other))
      bytes[pixel * 3 + channel] = UInt8(190 + one / 4)
    }
    guard distance > threshold else { continue }
    count += 1
    (bytes[pixel * 3], bytes[pixel * 3 + 1], bytes[pixel * 3 + 2]) = (220, 0, 0)
  }
  let picture = Image(height: first.height, width: first.width, channels: 3, bytes: bytes)
  return (Double(count) / Double(first.height * first.width), picture)
}
