/// Reads images into the layout of the first layer.
final class InputStep: Step {
  private let imageShape: [Int]
  private var pixels: [AlignedBuffer] = []

  init(output: FeatureMap, imageShape: [Int]) {
    self.imageShape = imageShape
    super.init(input: output, output: output)
  }

  override func prepare(_ context: PlanContext) {
    pixels = (0..<context.threads).map { _ in AlignedBuffer(count: output.count) }
  }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let view = output.view(microBatch)
    let source = pixels[thread].floats
    let images = batch.images(in: microBatch)
    var columnsBefore = 0
    if case .firstLayer(let before, _) = output.layout { columnsBefore = before }
    for image in 0..<batch.shape.microBatchSize {
      // A ragged batch's last micro-batch goes on with empty images.
      if image < images {
        batch.data.copyPixels(at: batch.indices[microBatch * batch.shape.microBatchSize + image], to: source)
      } else {
        source.update(repeating: 0, count: output.count)
      }
      var from = UnsafePointer(source)
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
}
