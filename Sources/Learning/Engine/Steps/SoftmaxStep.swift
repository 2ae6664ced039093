internal import CKernels

/// Softmax over the channels; while training, the cross-entropy of the labels and its gradient in the same pass.
final class SoftmaxStep: Step {
  private var kernels: ck_kernels!
  private var losses: AlignedBuffer!
  private var isCorrect: UnsafeMutablePointer<Int32>!
  /// By thread, of one image.
  private var targets: [AlignedBuffer] = []

  override func prepare(_ context: PlanContext) {
    kernels = context.kernels
    let images = context.shape.microBatches * context.shape.microBatchSize
    losses = AlignedBuffer(count: images)
    isCorrect = .allocate(capacity: images)
    targets = (0..<context.threads).map { _ in AlignedBuffer(count: input.paddedChannels) }
  }

  deinit { isCorrect?.deallocate() }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let x = input.view(microBatch)
    let y = batch.isTraining ? input.gradient(microBatch, thread: thread) : output.view(microBatch)
    let images = batch.images(in: microBatch)
    let first = microBatch * batch.shape.microBatchSize
    let scale = batch.isTraining ? 1 / Float(batch.imageCount) : 0
    let hasTargets = batch.isTraining && batch.hasTargets
    for row in 0..<input.height {
      for column in 0..<input.width {
        for image in 0..<images where hasTargets {
          let label = batch.data.label(at: batch.indices[first + image])
          let total = fillTarget(of: first + image, label, batch, targets[thread].floats)
          kernels.softmax_targets(
            x.at(row, column, image), Int32(input.channels), targets[thread].floats, total, Int32(label), scale,
            y.at(row, column, image), losses.floats + first + image, isCorrect + first + image)
        }
        for image in 0..<images where !hasTargets {
          let label = batch.data.label(at: batch.indices[first + image])
          kernels.softmax(
            x.at(row, column, image), Int32(input.channels), Int32(label), scale,
            y.at(row, column, image), losses.floats + first + image,
            isCorrect + first + image)
        }
      }
    }
    guard batch.isTraining else { return }
    // The empty images of a ragged batch have no gradient.
    for image in images..<batch.shape.microBatchSize {
      (y.data + image * y.image).update(repeating: 0, count: input.paddedChannels)
    }
  }

  /// Writes an image's target.
  ///
  /// - Returns: its sum.
  private func fillTarget(
    of place: Int, _ label: Int, _ batch: Batch, _ target: UnsafeMutablePointer<Float>
  ) -> Float {
    target.update(repeating: 0, count: input.channels)
    guard let mixture = batch.mixtures[place], batch.augmentation?.mixes == true else {
      return batch.targets.add(label, share: 1, to: target, classes: input.channels)
    }
    let other = batch.data.label(at: mixture.partner)
    return batch.targets.add(label, share: mixture.share, to: target, classes: input.channels)
      + batch.targets.add(other, share: 1 - mixture.share, to: target, classes: input.channels)
  }

  /// Whether every image's loss is.
  func isFinite(_ batch: Batch) -> Bool {
    (0..<batch.imageCount).allSatisfy { losses.floats[$0].isFinite }
  }

  /// What the batch's images add up to, in their order.
  func result(_ batch: Batch) -> BatchResult {
    var result = BatchResult(lossSum: 0, correctCount: 0)
    for image in 0..<batch.imageCount {
      result.lossSum += Double(losses.floats[image])
      result.correctCount += Int(isCorrect[image])
    }
    return result
  }
}
