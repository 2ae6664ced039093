internal import Foundation

/// JSON as the store writes it: keys in order, and losses that overflowed spelled as words.
enum JSON {
  /// With milliseconds: two runs of a cell within a second have an order.
  private static let moment = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  static func encoder(pretty: Bool = false) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = pretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // The style cuts where a date must be rounded to be written as it was read.
    encoder.dateEncodingStrategy = .custom { try ($0 + 0.0005).formatted(moment).encode(to: $1) }
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
    decoder.dateDecodingStrategy = .custom { decoder in
      let text = try decoder.singleValueContainer().decode(String.self)
      if let date = (try? moment.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text)) { return date }
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "“\(text)” is no date in ISO 8601."))
    }
    return decoder
  }
}
