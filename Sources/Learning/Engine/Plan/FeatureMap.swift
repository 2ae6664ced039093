internal import CKernels

/// The activations between two steps, for a whole batch, and where their gradient goes.
///
/// A batch is cut into micro-batches of at most eight images; see `kernels.h` for why the images at one position lie
/// together.
final class FeatureMap {
  enum Layout {
    /// `[micro-batch][row][column][image][channel]`: what convolutions work on, one micro-batch at a time.
    case microBatches
    /// `[row][column][image of the batch][channel]`: what wide steps work on, whose weights outweigh their images. An
    /// image's channels are followed by 16 unused floats: rows a power of two apart would share cache sets.
    case wholeBatch
    /// `[micro-batch][row][image][column][channel]`, channels unpadded, columns with zeros around them: the images as a
    /// first convolution reads them.
    case firstLayer(columnsBefore: Int, columns: Int)
  }

  let height: Int
  let width: Int
  let channels: Int
  /// How the batch is cut.
  var shape: BatchShape
  /// Set while the plan is built: known once the steps on both sides are.
  var layout = Layout.microBatches
  /// Zeros around every image, for steps that read beyond it; they are memory of the micro-batches' layout alone.
  var border = Border()
  /// Whether the optimizer needs the gradient that arrives here.
  var needsGradient = false
  /// Whether the gradient is used up in the phase that made it: it then needs memory for one chunk a thread only, or for
  /// one micro-batch.
  var gradientLifetime = Lifetime.batch
  /// The same of the values; views then count threads instead of micro-batches.
  var valuesAreLocal = false
  /// Where predictions put values that are used up in the unit of work that computes them; `nil`: to their own place.
  var predictionUnits: PredictionUnits?

  enum Lifetime { case batch, chunk, microBatch }

  /// Rows and columns around an image.
  struct Border: Hashable {
    var top = 0
    var left = 0
    var bottom = 0
    var right = 0
    /// Unused floats after each position: positions a power of two apart would share cache sets.
    var gap = 0
  }

  private(set) var values: AlignedBuffer!
  private(set) var gradients: AlignedBuffer!

  init(height: Int, width: Int, channels: Int, shape: BatchShape) {
    self.height = height
    self.width = width
    self.channels = channels
    self.shape = shape
  }

  /// Channels in memory: padded to 16 lanes.
  var paddedChannels: Int { (channels + 15) / 16 * 16 }

  /// Allocates the memory that the layout asks for.
  func allocate(threads: Int) {
    values = AlignedBuffer(count: microBatchStride * (valuesAreLocal ? threads : shape.microBatches) + unusedTail)
    guard needsGradient else { return }
    let copies =
      switch gradientLifetime {
      case .batch: shape.microBatches
      case .chunk: threads * shape.chunkSize
      case .microBatch: threads
      }
    gradients = AlignedBuffer(count: microBatchStride * copies + unusedTail)
  }

  /// One micro-batch of activations.
  func view(_ microBatch: Int) -> ck_view { view(of: values, place: predictionUnits?.place(microBatch) ?? microBatch) }

  /// One micro-batch of gradients; `thread` is the one that computes it.
  func gradient(_ microBatch: Int, thread: Int) -> ck_view {
    switch gradientLifetime {
    case .batch: view(of: gradients, place: microBatch)
    case .chunk: view(of: gradients, place: thread * shape.chunkSize + shape.placeInChunk(microBatch))
    case .microBatch: view(of: gradients, place: thread)
    }
  }

  /// Consecutive floats of one micro-batch, counted from its view, for functions that treat all values alike and keep
  /// zeros zero.
  func forEachSpan(_ body: (_ offset: Int, _ count: Int) -> Void) {
    guard case .wholeBatch = layout else { return body(-interior, microBatchStride) }
    for position in 0..<height * width {
      body(position * strides.column, shape.microBatchSize * strides.image)
    }
  }

  /// Floats from one micro-batch to the next.
  var microBatchStride: Int {
    switch layout {
    case .wholeBatch: shape.microBatchSize * strides.image
    default: (border.top + height + border.bottom) * strides.row
    }
  }

  /// Floats before an image's first position.
  private var interior: Int {
    guard case .microBatches = layout else { return 0 }
    return border.top * strides.row + border.left * strides.column
  }

  var strides: (row: Int, column: Int, image: Int) {
    switch layout {
    case .microBatches:
      let column = shape.microBatchSize * paddedChannels + border.gap
      return (column * (border.left + width + border.right), column, paddedChannels)
    case .wholeBatch:
      let image = paddedChannels + 16
      let column = shape.microBatches * shape.microBatchSize * image
      return (column * width, column, image)
    case .firstLayer(_, let columns):
      let image = columns * channels
      return (shape.microBatchSize * image, channels, image)
    }
  }

  /// Copies the first images' values out, `[image, height, width, channels]` in row-major order.
  func copy(images: Int, to destination: UnsafeMutablePointer<Float>) {
    let perImage = height * width * channels
    for image in 0..<images {
      let from = view(image / shape.microBatchSize)
      let start = from.data + image % shape.microBatchSize * from.image
      for row in 0..<height {
        for column in 0..<width {
          (destination + image * perImage + (row * width + column) * channels)
            .update(from: start + row * from.row + column * from.column, count: channels)
        }
      }
    }
  }

  /// Whether every value of one image of the batch is finite.
  func isFinite(image: Int) -> Bool {
    var view = view(image / shape.microBatchSize)
    view.data += image % shape.microBatchSize * view.image
    if case .firstLayer(let before, _) = layout { view.data += before * view.column }
    return (0..<height * width).allSatisfy { place in
      let values = view.at(place / width, place % width, 0)
      return (0..<channels).allSatisfy { values[$0].isFinite }
    }
  }

  /// In the whole-batch layout the positions after the first lie behind the first position's micro-batches.
  private var unusedTail: Int {
    guard case .wholeBatch = layout else { return 0 }
    return (height * width - 1) * strides.column
  }

  private func view(of buffer: AlignedBuffer, place: Int) -> ck_view {
    let (row, column, image) = strides
    return ck_view(data: buffer.floats + place * microBatchStride + interior, row: row, column: column, image: image)
  }
}

/// How a batch is cut: by its largest size and the model alone, never by the number of threads.
struct BatchShape: Hashable {
  /// Images in a micro-batch, at most eight.
  let microBatchSize: Int
  /// Micro-batches in the largest batch.
  let microBatches: Int
  /// Pieces of the batch that sum gradients of their own.
  var shards = 1
  /// Micro-batches that a thread takes through the steps together: more than one where a step wants it.
  var chunkSize = 1

  init(batchSize: Int) {
    // Two at least: one alone would leave all but one thread idle in the convolutions.
    microBatches = max((batchSize + 7) / 8, min(batchSize, 2))
    microBatchSize = (batchSize + microBatches - 1) / microBatches
  }

  /// Micro-batches in a shard.
  var shardSize: Int { (microBatches + shards - 1) / shards }
  var chunksPerShard: Int { (shardSize + chunkSize - 1) / chunkSize }

  /// The micro-batches of one chunk, in a batch of `count`.
  func chunk(_ chunk: Int, ofShard shard: Int, count: Int) -> Range<Int> {
    let end = min((shard + 1) * shardSize, count)
    let first = min(shard * shardSize + chunk * chunkSize, end)
    return first..<min(first + chunkSize, end)
  }

  /// A micro-batch's place in its chunk.
  func placeInChunk(_ microBatch: Int) -> Int { microBatch % shardSize % chunkSize }
}

extension ck_view {
  /// The channels of one image at one position.
  func at(_ row: Int, _ column: Int, _ image: Int) -> UnsafeMutablePointer<Float> {
    let offset = row * self.row + column * self.column + image * self.image
    return data + offset
  }
}
