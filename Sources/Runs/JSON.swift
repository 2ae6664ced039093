internal import Foundation

/// JSON as the store writes it: keys in order, and losses that overflowed spelled as words.
enum JSON {
  static func encoder(pretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = pretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }

  /// A file for people: indented, with a line feed at its end.
  static func document(_ value: some Encodable) throws -> [UInt8] {
    try Array(encoder(pretty: true).encode(value)) + [UInt8(ascii: "\n")]
  }

  static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.dateDecodingStrategy = .iso8601
    return decoder
  }
}
