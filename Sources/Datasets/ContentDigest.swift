internal import Crypto
internal import Dispatch

/// The digest behind `ImageDataset.fingerprint`.
///
/// Planes are digested one after the other (`[channels, height, width]`), the order of CIFAR-10's files, so that the
/// usual sets are digested where they lie. Blocks of images are digested on several threads and their digests
/// digested in turn; the blocks' size is fixed, so the result does not depend on the threads.
enum ContentDigest {
  private static let imagesPerBlock = 1000

  static func hexadecimal(of set: ImageDataset) -> String {
    let blocks = (set.count + imagesPerBlock - 1) / imagesPerBlock
    var digests = [SHA256.Digest?](repeating: nil, count: blocks)
    digests.withUnsafeMutableBufferPointer { digests in
      nonisolated(unsafe) let digests = digests
      DispatchQueue.concurrentPerform(iterations: blocks) { block in
        digests[block] = digest(of: set, images: block * imagesPerBlock..<min((block + 1) * imagesPerBlock, set.count))
      }
    }
    var hash = SHA256()
    append("cahier images 1", to: &hash)
    for length in set.imageShape + [set.count, set.classNames.count] { append(length, to: &hash) }
    for name in set.classNames { append(name, to: &hash) }
    for case let digest? in digests { digest.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    return Hexadecimal.text(hash.finalize())
  }

  private static func digest(of set: ImageDataset, images: Range<Int>) -> SHA256.Digest {
    let storage = set.storage
    let pixels = storage.height * storage.width
    var planes = [UInt8](repeating: 0, count: storage.layout == .planar ? 0 : storage.bytesPerImage)
    var hash = SHA256()
    for index in images {
      append(set.labels[index], to: &hash)
      storage.withBytes(ofImage: set.order?[index] ?? index) { bytes in
        switch storage.layout {
        case .planar:
          hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
        case .interleaved:
          for channel in 0..<storage.channels {
            for pixel in 0..<pixels { planes[channel * pixels + pixel] = bytes[pixel * storage.channels + channel] }
          }
          planes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        }
      }
    }
    return hash.finalize()
  }

  private static func append(_ number: Int, to hash: inout SHA256) {
    withUnsafeBytes(of: UInt64(number).littleEndian) { hash.update(bufferPointer: $0) }
  }

  /// Length first, so that two names cannot be taken for one longer name.
  private static func append(_ text: String, to hash: inout SHA256) {
    var text = text
    append(text.utf8.count, to: &hash)
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }
}

/// Digests as people write them.
enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }
}
