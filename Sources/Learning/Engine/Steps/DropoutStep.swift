internal import CKernels

/// Dropout; its masks are drawn going forward and kept as a byte an element for the way back.
final class DropoutStep: Step {
  private let rate: Float
  private let ordinal: Int
  private var kernels: ck_kernels!
  private var marks: UnsafeMutablePointer<UInt8>!

  init(input: FeatureMap, output: FeatureMap, rate: Float, ordinal: Int) {
    self.rate = rate
    self.ordinal = ordinal
    super.init(input: input, output: output)
  }

  deinit { marks?.deallocate() }

  /// Bytes of one image's marks: they are drawn 64 at a time.
  private var marksPerImage: Int { (output.count + 63) / 64 * 64 }

  override func prepare(_ context: PlanContext) {
    kernels = context.kernels
    let count = marksPerImage * context.shape.microBatches * context.shape.microBatchSize + 64
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
    marks = memory.initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    guard batch.isTraining else {
      if input !== output { copy(microBatch) }
      return
    }
    let first = microBatch * batch.shape.microBatchSize
    let threshold = UInt32(min(Double(rate) * 0x1p32, Double(UInt32.max)))
    for image in 0..<batch.images(in: microBatch) {
      kernels.dropout_mask(
        batch.random.seed, 0x8000_0000 + UInt32(ordinal), UInt32(truncatingIfNeeded: batch.random.epoch),
        UInt32(truncatingIfNeeded: batch.indices[first + image]), threshold, output.count,
        marks + (first + image) * marksPerImage)
    }
    apply(microBatch, input.view(microBatch), output.view(microBatch))
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    guard input.needsGradient else { return }
    apply(microBatch, output.gradient(microBatch, thread: thread), input.gradient(microBatch, thread: thread))
  }

  private func apply(_ microBatch: Int, _ from: ck_view, _ to: ck_view) {
    kernels.dropout(
      marks + microBatch * output.shape.microBatchSize * marksPerImage, marksPerImage, from, to, Int32(output.height),
      Int32(output.width), Int32(output.shape.microBatchSize), Int32(output.channels), 1 / (1 - rate))
  }

  private func copy(_ microBatch: Int) {
    let (x, y) = (input.view(microBatch), output.view(microBatch))
    for row in 0..<output.height {
      for column in 0..<output.width {
        for image in 0..<output.shape.microBatchSize {
          y.at(row, column, image).update(
            from: x.at(row, column, image), count: output.paddedChannels)
        }
      }
    }
  }
}
