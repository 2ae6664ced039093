internal import CKernels

/// A dense layer, or a convolution of a tiny image: weights outweigh activations, so the threads share the output
/// channels out and stream every weight once for the whole batch.
///
/// A weight's gradient is summed by one thread over all images in order: no shards are needed.
class WideProductStep: ProductStep {
  override var isWide: Bool { true }
  override var wantsWholeBatch: Bool { true }

  /// Images that a unit takes at a time.
  final let imagesAtATime = 32
  /// Input channels whose weights' gradient a unit takes.
  private let channelsAtATime = 64

  final var channelPieces: Int { (input.channels + channelsAtATime - 1) / channelsAtATime }

  override func forwardPhases() -> [Phase] {
    let blocks = blocks
    return [
      Phase(.of { [self] in blocks * chunks($0) }) { [self] unit, batch, thread in
        // Neighbouring units share a block: its weights stay in the cache from one chunk of images to the next.
        forward(block: unit / chunks(batch), chunk: unit % chunks(batch), batch, thread: thread)
      }
    ]
  }

  override func backwardPhases() -> [Phase] {
    let weightUnits = blocks * weightPieces
    // The units with most work first: weights, then the input's gradient, then the bias.
    let phase = Phase(.of { [self] in weightUnits + (transposed == nil ? 0 : inputBlocks * chunks($0)) + 1 }) {
      [self] unit, batch, thread in
      if unit < weightUnits {
        weightGradient(block: unit / weightPieces, piece: unit % weightPieces, batch)
      } else if let transposed, unit < weightUnits + inputBlocks * chunks(batch) {
        let (block, chunk) = ((unit - weightUnits) / chunks(batch), (unit - weightUnits) % chunks(batch))
        inputGradient(block: block, chunk: chunk, by: transposed.floats, batch, thread: thread)
      } else if let bias {
        bias.gradient.update(repeating: 0, count: bias.count)
        biasGradient(to: bias.gradient, batch)
      }
    }
    return [outputGradientPhase(), phase].compactMap { $0 }
  }

  /// What is made of the output's gradient before all else: here the ReLU's part of the way back.
  func outputGradientPhase() -> Phase? {
    guard hasReLU else { return nil }
    let kernels = context.kernels
    return Phase(.microBatches) { [self] microBatch, _, thread in
      let (y, dy) = (output.view(microBatch), output.gradient(microBatch, thread: thread))
      output.forEachSpan { kernels.relu_gradient(y.data + $0, dy.data + $0, $1) }
    }
  }

  /// A block of 32 outputs for one chunk of images.
  func forward(block: Int, chunk: Int, _ batch: Batch, thread: Int) {
    var product = forwardProduct
    product.images = images(of: chunk, batch)
    context.kernels.product(
      &product, shifted(input.view(0), to: chunk), kernel.values, biasValues, epilogue,
      shifted(output.view(0), to: chunk), Int32(block), Int32(block + 1), 0, Int32(output.height))
  }

  /// The gradient of a block of 32 inputs for one chunk of images.
  func inputGradient(
    block: Int, chunk: Int, by transposed: UnsafePointer<Float>, _ batch: Batch, thread: Int
  ) {
    var product = backwardProduct
    product.images = images(of: chunk, batch)
    context.kernels.product(
      &product, shifted(output.gradient(0, thread: 0), to: chunk), transposed, nil, CK_STORE,
      shifted(input.gradient(0, thread: 0), to: chunk), Int32(block), Int32(block + 1), 0, Int32(input.height))
  }

  /// In how many pieces a block's weights get their gradient: here a row of taps and some input channels each.
  var weightPieces: Int { window.size[0] * channelPieces }

  func weightGradient(block: Int, piece: Int, _ batch: Batch) {
    let (tapRow, channels) = (piece / channelPieces, channels(of: piece % channelPieces))
    for tapColumn in 0..<window.size[1] {
      clearGradient(block: block, tap: tapRow * window.size[1] + tapColumn, channels: channels)
    }
    var gradient = gradient
    gradient.images = allImages(batch)
    context.kernels.weight_gradient(
      &gradient, input.view(0), output.gradient(0, thread: 0), kernel.gradient, Int32(block), Int32(block + 1),
      Int32(tapRow), Int32(tapRow + 1), Int32(channels.lowerBound), Int32(channels.upperBound))
  }

  /// Adds up the bias's gradient.
  func biasGradient(to sums: UnsafeMutablePointer<Float>, _ batch: Batch) {
    context.kernels.bias_gradient(
      output.gradient(0, thread: 0), Int32(output.height), Int32(output.width), allImages(batch),
      Int32(output.paddedChannels), sums)
  }

  /// The input channels of a piece.
  final func channels(of piece: Int) -> Range<Int> {
    piece * channelsAtATime..<min((piece + 1) * channelsAtATime, input.channels)
  }

  /// Lets the gradient of some channels' weights start from zero.
  final func clearGradient(block: Int, tap: Int, channels: Range<Int>) {
    let lanes = lanes(of: block, width: output.paddedChannels)
    let start = block * 32 * taps * input.channels + (tap * input.channels + channels.lowerBound) * lanes
    (kernel.gradient + start).update(repeating: 0, count: channels.count * lanes)
  }

  /// Channels of a block in memory: 32, or the 16 that are left over.
  final func lanes(of block: Int, width: Int) -> Int { min(32, width - block * 32) }

  /// All images of the batch, and the empty ones that fill the last micro-batch.
  final func allImages(_ batch: Batch) -> Int32 { Int32(batch.microBatches * batch.shape.microBatchSize) }

  private func chunks(_ batch: Batch) -> Int { (Int(allImages(batch)) + imagesAtATime - 1) / imagesAtATime }

  final func images(of chunk: Int, _ batch: Batch) -> Int32 {
    min(Int32(imagesAtATime), allImages(batch) - Int32(chunk * imagesAtATime))
  }

  final func shifted(_ view: ck_view, to chunk: Int) -> ck_view {
    var view = view
    view.data += chunk * imagesAtATime * view.image
    return view
  }
}
