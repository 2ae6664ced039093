/// The shape of every image of the CIFAR sets.
enum CIFARImage {
  static let side = 32
  static let channels = 3
  static let bytes = side * side * channels
}
