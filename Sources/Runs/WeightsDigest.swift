public import Learning

/// Tells weights apart: SHA-256 over names, shapes and values, 64 hexadecimal digits.
public enum WeightsDigest {
  public static func of(_ weights: [NamedTensor]) -> String { Digest.of(weights) }
}
