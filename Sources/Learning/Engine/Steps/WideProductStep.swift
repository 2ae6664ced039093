internal import CKernels

/// A dense layer, or a convolution of a tiny image: weights outweigh activations, so the threads share the output
/// channels out and stream every weight once for the whole batch.
///
/// A weight's gradient is summed by one thread over all images in order: no shards are needed.
final class WideProductStep: ProductStep {
  override var isWide: Bool { true }
  override var wantsWholeBatch: Bool { true }

  /// Images that a unit takes at a time.
  private let imagesAtATime = 32
  /// Input channels whose weights' gradient a unit takes.
  private let channelsAtATime = 64

  override func forwardPhases(training: Bool) -> [Phase] {
    let (blocks, kernels) = (blocks, context.kernels)
    return [
      Phase(.of { [self] in blocks * chunks($0) }) { [self] unit, batch, _ in
        // Neighbouring units share a block: its weights stay in the cache from one chunk of images to the next.
        let (block, chunk) = (unit / chunks(batch), unit % chunks(batch))
        var product = forwardProduct
        product.images = images(of: chunk, batch)
        kernels.product(
          &product, shifted(input.view(0), to: chunk), kernel.values, biasValues, epilogue,
          shifted(output.view(0), to: chunk), Int32(block), Int32(block + 1), 0, Int32(output.height))
      }
    ]
  }

  override func backwardPhases() -> [Phase] {
    let kernels = context.kernels
    let channelPieces = (input.channels + channelsAtATime - 1) / channelsAtATime
    let weightUnits = blocks * window.size[0] * channelPieces
    var phases: [Phase] = []
    if hasReLU {
      phases.append(
        Phase(.microBatches) { [self] microBatch, _, thread in
          let (y, dy) = (output.view(microBatch), output.gradient(microBatch, thread: thread))
          output.forEachSpan { kernels.relu_gradient(y.data + $0, dy.data + $0, $1) }
        })
    }
    // The units with most work first: weights, then the input's gradient, then the bias.
    phases.append(
      Phase(.of { [self] in weightUnits + (transposed == nil ? 0 : inputBlocks * chunks($0)) + 1 }) {
        [self] unit, batch, _ in
        if unit < weightUnits {
          let piece = unit % channelPieces
          let tapRow = unit / channelPieces % window.size[0]
          weightGradient(
            block: unit / channelPieces / window.size[0], tapRow: tapRow,
            channels: piece * channelsAtATime..<min((piece + 1) * channelsAtATime, input.channels), batch)
        } else if let transposed, unit < weightUnits + inputBlocks * chunks(batch) {
          let (block, chunk) = ((unit - weightUnits) / chunks(batch), (unit - weightUnits) % chunks(batch))
          var product = backwardProduct
          product.images = images(of: chunk, batch)
          kernels.product(
            &product, shifted(output.gradient(0, thread: 0), to: chunk), transposed.floats, nil, CK_STORE,
            shifted(input.gradient(0, thread: 0), to: chunk), Int32(block), Int32(block + 1), 0, Int32(input.height))
        } else if let bias {
          bias.gradient.update(repeating: 0, count: bias.count)
          kernels.bias_gradient(
            output.gradient(0, thread: 0), Int32(output.height), Int32(output.width), allImages(batch),
            Int32(output.paddedChannels), bias.gradient)
        }
      })
    return phases
  }

  private func weightGradient(block: Int, tapRow: Int, channels: Range<Int>, _ batch: Batch) {
    let lanes = min(32, output.paddedChannels - block * 32)
    for tapColumn in 0..<window.size[1] {
      let tap = tapRow * window.size[1] + tapColumn
      let start = block * 32 * taps * input.channels + (tap * input.channels + channels.lowerBound) * lanes
      (kernel.gradient + start).update(repeating: 0, count: channels.count * lanes)
    }
    var gradient = gradient
    gradient.images = allImages(batch)
    context.kernels.weight_gradient(
      &gradient, input.view(0), output.gradient(0, thread: 0), kernel.gradient, Int32(block), Int32(block + 1),
      Int32(tapRow), Int32(tapRow + 1), Int32(channels.lowerBound), Int32(channels.upperBound))
  }

  /// All images of the batch, and the empty ones that fill the last micro-batch.
  private func allImages(_ batch: Batch) -> Int32 { Int32(batch.microBatches * batch.shape.microBatchSize) }

  private func chunks(_ batch: Batch) -> Int { (Int(allImages(batch)) + imagesAtATime - 1) / imagesAtATime }

  private func images(of chunk: Int, _ batch: Batch) -> Int32 {
    min(Int32(imagesAtATime), allImages(batch) - Int32(chunk * imagesAtATime))
  }

  private func shifted(_ view: ck_view, to chunk: Int) -> ck_view {
    var view = view
    view.data += chunk * imagesAtATime * view.image
    return view
  }
}
