@testable import Learning

/// The numbers of one batch: `[images, height, width, channels]`, row-major; rows have height and width 1.
struct Volume<Scalar: BinaryFloatingPoint> {
  let images: Int
  let height: Int
  let width: Int
  let channels: Int
  var scalars: [Scalar]

  init(_ images: Int, _ height: Int, _ width: Int, _ channels: Int, _ scalars: [Scalar]? = nil) {
    self.images = images
    self.height = height
    self.width = width
    self.channels = channels
    self.scalars = scalars ?? Array(repeating: 0, count: images * height * width * channels)
    precondition(self.scalars.count == images * height * width * channels)
  }

  /// The first axis and the shape of one image, `[height, width, channels]` or `[units]`.
  init(images: Int, shape: [Int], _ scalars: [Scalar]) {
    self.init(images, shape.count == 3 ? shape[0] : 1, shape.count == 3 ? shape[1] : 1, shape[shape.count - 1], scalars)
  }

  var imageSize: Int { height * width * channels }

  subscript(_ n: Int, _ y: Int, _ x: Int, _ c: Int) -> Scalar {
    get { scalars[((n * height + y) * width + x) * channels + c] }
    set { scalars[((n * height + y) * width + x) * channels + c] = newValue }
  }

  /// Zeros of the same shape.
  var zeros: Self { Volume(images, height, width, channels) }

  func map(_ transform: (Scalar) -> Scalar) -> Self {
    Volume(images, height, width, channels, scalars.map(transform))
  }
}
