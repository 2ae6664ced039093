/// Copies images into rows: `[row][column][channel]` becomes one position's channels.
final class FlattenStep: Step {
  override func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {
    let (from, to) = (input.view(microBatch), output.view(microBatch))
    forEachRun { position, row, column in
      for image in 0..<batch.shape.microBatchSize {
        (to.at(0, 0, image) + position * input.channels).update(
          from: from.at(row, column, image), count: input.channels)
      }
    }
  }

  override func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {
    let from = output.gradient(microBatch, thread: thread)
    let to = input.gradient(microBatch, thread: thread)
    forEachRun { position, row, column in
      for image in 0..<batch.shape.microBatchSize {
        let run = to.at(row, column, image)
        run.update(from: from.at(0, 0, image) + position * input.channels, count: input.channels)
        (run + input.channels).update(repeating: 0, count: input.paddedChannels - input.channels)
      }
    }
  }

  private func forEachRun(_ body: (_ position: Int, _ row: Int, _ column: Int) -> Void) {
    for row in 0..<input.height {
      for column in 0..<input.width { body(row * input.width + column, row, column) }
    }
  }
}
