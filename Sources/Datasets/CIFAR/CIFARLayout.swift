/// Which of the two official archives a CIFAR set comes from.
public enum CIFARLayout: String, Hashable, Sendable, CaseIterable {
  /// Such as `cifar-10-batches-bin`: records of a label, or two, and 3,072 samples.
  case binary
  /// Such as `cifar-10-batches-py`: Python pickles.
  case pickle

  /// The preferred one first.
  static func ordered(from preferred: CIFARLayout) -> [CIFARLayout] {
    [preferred] + allCases.filter { $0 != preferred }
  }
}
