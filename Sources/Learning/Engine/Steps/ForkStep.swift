internal import CKernels

/// Where a residual branch begins: a copy of the map goes into the branch, the map itself waits for the branch's end.
final class ForkStep: Step {
  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    input.view(microBatch).forEachPosition(of: input) { row, column, image, x in
      output.view(microBatch).at(row, column, image).update(from: x, count: input.paddedChannels)
    }
  }

  /// The shortcut has left its gradient already: it is a later step.
  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    guard input.needsGradient else { return }
    let (dx, dy) = (input.gradient(microBatch, thread: thread), output.gradient(microBatch, thread: thread))
    let channels = input.paddedChannels
    dx.forEachPosition(of: input) { row, column, image, to in
      let from = dy.at(row, column, image)
      for channel in 0..<channels { to[channel] += from[channel] }
    }
  }
}

/// Where a residual branch ends: adds what went past it.
final class AddStep: Step {
  private let shortcut: FeatureMap

  init(input: FeatureMap, shortcut: FeatureMap, output: FeatureMap) {
    self.shortcut = shortcut
    super.init(input: input, output: output)
  }

  override var maps: [FeatureMap] { [input, shortcut, output] }

  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let (a, b, channels) = (input.view(microBatch), shortcut.view(microBatch), input.paddedChannels)
    output.view(microBatch).forEachPosition(of: output) { row, column, image, to in
      let (a, b) = (a.at(row, column, image), b.at(row, column, image))
      for channel in 0..<channels { to[channel] = a[channel] + b[channel] }
    }
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    let dy = output.gradient(microBatch, thread: thread)
    for map in [input, shortcut] where map.needsGradient {
      map.gradient(microBatch, thread: thread).forEachPosition(of: map) { row, column, image, to in
        to.update(from: dy.at(row, column, image), count: map.paddedChannels)
      }
    }
  }
}

extension ck_view {
  /// Every image at every position, with its channels.
  fileprivate func forEachPosition(
    of map: FeatureMap,
    _ body: (_ row: Int, _ column: Int, _ image: Int, _ channels: UnsafeMutablePointer<Float>) -> Void
  ) {
    for row in 0..<map.height {
      for column in 0..<map.width {
        for image in 0..<map.shape.microBatchSize { body(row, column, image, at(row, column, image)) }
      }
    }
  }
}
