internal import Crypto

/// A file's digests, in hexadecimal.
struct FileDigests: Hashable {
  var md5: String
  var sha256: String

  init(of bytes: UnsafeRawBufferPointer) {
    var (md5, sha256) = (Insecure.MD5(), SHA256())
    // Piece by piece, so that both look at what is still in the processor's cache.
    for start in stride(from: 0, to: bytes.count, by: 1 << 16) {
      let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + (1 << 16), bytes.count)])
      md5.update(bufferPointer: piece)
      sha256.update(bufferPointer: piece)
    }
    self.md5 = Hexadecimal.text(md5.finalize())
    self.sha256 = Hexadecimal.text(sha256.finalize())
  }
}
