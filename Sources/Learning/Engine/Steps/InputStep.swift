/// Reads images, augmented while training, into the layout of the first layer.
final class InputStep: Step {
  private let imageShape: [Int]
  /// By thread, of four images: one and what is mixed with it, each with its spare.
  private var pixels: [AlignedBuffer] = []

  init(output: FeatureMap, imageShape: [Int]) {
    self.imageShape = imageShape
    super.init(input: output, output: output)
  }

  override func prepare(_ context: PlanContext) {
    pixels = (0..<context.threads).map { _ in AlignedBuffer(count: 4 * output.count) }
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let view = output.view(microBatch)
    let images = batch.images(in: microBatch)
    var columnsBefore = 0
    if case .firstLayer(let before, _) = output.layout { columnsBefore = before }
    for image in 0..<batch.shape.microBatchSize {
      // A ragged batch's last micro-batch goes on with empty images.
      var from: UnsafePointer<Float>
      if image < images {
        from = read(microBatch * batch.shape.microBatchSize + image, batch, pixels[thread].floats)
      } else {
        pixels[thread].floats.update(repeating: 0, count: output.count)
        from = UnsafePointer(pixels[thread].floats)
      }
      for row in 0..<output.height {
        var to = view.data + row * view.row + image * view.image + columnsBefore * view.column
        if view.column == output.channels {
          to.update(from: from, count: output.width * output.channels)
          from += output.width * output.channels
          continue
        }
        for _ in 0..<output.width {
          for channel in 0..<output.channels { to[channel] = from[channel] }
          from += output.channels
          to += view.column
        }
      }
    }
  }

  /// One image of the batch, somewhere in `memory`.
  private func read(_ place: Int, _ batch: Batch, _ memory: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    guard let augmentation = batch.augmentation else {
      batch.data.copyPixels(at: batch.indices[place], to: memory)
      return UnsafePointer(memory)
    }
    var image = TrainingImage(shape: imageShape, memory: memory)
    if batch.isTraining {
      var other = TrainingImage(shape: imageShape, memory: memory + 2 * output.count)
      batch.mixtures[place] = augmentation.read(
        batch.indices[place], of: batch.data, into: &image, other: &other, random: batch.random)
    } else {
      batch.data.copyPixels(at: batch.indices[place], to: memory)
      augmentation.applyFixed(to: &image)
    }
    return UnsafePointer(image.start)
  }
}
