/// The pixels of one image while transforms change them, in memory of the thread that does it.
///
/// It must not be kept beyond the call that lends it.
public struct TrainingImage {
  public let height, width, channels: Int

  /// `[height, width, channels]` in row-major order, values 0...1 as they come from the data.
  public private(set) var pixels: UnsafeMutableBufferPointer<Float>

  /// As much memory again, for a transform that cannot work in place.
  private(set) var spare: UnsafeMutableBufferPointer<Float>

  /// - Parameters:
  ///   - shape: `[height, width, channels]`.
  ///   - memory: for twice so many floats.
  init(shape: [Int], memory: UnsafeMutablePointer<Float>) {
    (height, width, channels) = (shape[0], shape[1], shape[2])
    let count = height * width * channels
    pixels = UnsafeMutableBufferPointer(start: memory, count: count)
    spare = UnsafeMutableBufferPointer(start: memory + count, count: count)
  }

  /// One value; rows and columns count from 0 at the top left.
  public subscript(row: Int, column: Int, channel: Int) -> Float {
    get { pixels[(row * width + column) * channels + channel] }
    nonmutating set { pixels[(row * width + column) * channels + channel] = newValue }
  }

  /// Makes what was written to `spare` the image.
  mutating func exchange() { swap(&pixels, &spare) }

  var start: UnsafeMutablePointer<Float> { pixels.baseAddress.unsafelyUnwrapped }
  var spareStart: UnsafeMutablePointer<Float> { spare.baseAddress.unsafelyUnwrapped }
}
