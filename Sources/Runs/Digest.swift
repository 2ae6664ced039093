internal import Crypto
internal import Learning

/// SHA-256 as the store writes it: 64 hexadecimal digits.
enum Digest {
  static func sha256(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { text(SHA256.hash(data: UnsafeRawBufferPointer($0))) }
  }

  static func text(_ digest: SHA256.Digest) -> String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

/// Digests values one after the other, each with its length, so that no two lists of values give the same bytes.
struct DigestBuilder {
  private var hash = SHA256()

  mutating func add(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
  }

  mutating func add(_ text: String) {
    var text = text
    add(UInt64(text.utf8.count))
    text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  mutating func add(_ texts: [String]) {
    add(UInt64(texts.count))
    for text in texts { add(text) }
  }

  mutating func add(_ numbers: [Float]) {
    add(UInt64(numbers.count))
    numbers.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  func finalize() -> String { Digest.text(hash.finalize()) }
}

extension Digest {
  /// Over names, shapes and values.
  static func of(_ weights: [NamedTensor]) -> String {
    var builder = DigestBuilder()
    for named in weights {
      builder.add(named.name)
      builder.add(UInt64(named.tensor.shape.count))
      for length in named.tensor.shape { builder.add(UInt64(length)) }
      builder.add(named.tensor.scalars)
    }
    return builder.finalize()
  }
}
