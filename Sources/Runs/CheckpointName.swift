/// What the name of a checkpoint's file says of the state in it.
///
///     finished-000010.safetensors              after 10 epochs, which a `fit` asked for: never tidied away
///     epoch-000007.safetensors                 after 7 epochs
///     epoch-000007-image-0012800.safetensors   within the eighth, 12,800 images on
struct CheckpointName: Hashable {
  /// Whole epochs.
  var epochs: Int
  /// Of the epoch after them; 0 between two epochs.
  var images: Int
  var isFinished: Bool

  init(epochs: Int, images: Int = 0, isFinished: Bool = false) {
    self.epochs = epochs
    self.images = images
    self.isFinished = isFinished
  }

  init?(_ name: String) {
    guard name.hasSuffix(Self.suffix) else { return nil }
    let parts = name.dropLast(Self.suffix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 2, let epochs = Int(parts[1]), epochs >= 0 else { return nil }
    switch (parts[0], parts.count) {
    case ("finished", 2): self.init(epochs: epochs, isFinished: true)
    case ("epoch", 2): self.init(epochs: epochs)
    case ("epoch", 4):
      guard parts[2] == "image", let images = Int(parts[3]), images > 0 else { return nil }
      self.init(epochs: epochs, images: images)
    default: return nil
    }
    // `epoch-7` would be another file than the one that is written for it.
    guard text == name else { return nil }
  }

  var text: String {
    let stem = (isFinished ? "finished-" : "epoch-") + Self.padded(epochs, 6)
    return stem + (images > 0 ? "-image-" + Self.padded(images, 7) : "") + Self.suffix
  }

  var isWhole: Bool { images == 0 }

  /// The further on, the greater.
  func isBefore(_ other: CheckpointName) -> Bool {
    (epochs, images, isFinished ? 1 : 0) < (other.epochs, other.images, other.isFinished ? 1 : 0)
  }

  private static let suffix = ".safetensors"

  private static func padded(_ number: Int, _ length: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(length - digits.count, 0)) + digits
  }
}
