/// A window that slides over an image: its size, its step, and what happens at the border.
struct Window: Hashable, Sendable {
  var size: [Int]
  var strides: [Int]
  var padding: Padding

  /// The window in its places on an image, for the engine.
  ///
  /// With `same` padding the output has `ceil(length / stride)` places and an odd padding row goes to the end, as in
  /// TensorFlow.
  ///
  /// - Parameters:
  ///   - input: `[height, width, channels]`.
  ///   - layer: the layer as written, for errors; `windowName` is what it calls `size`.
  func placed(on input: [Int], layer: String, windowName: String) throws(ModelError) -> SlidingWindow {
    for (name, values) in [(windowName, size), ("strides", strides)] {
      // The engine counts in 32 bits.
      for (isRight, requirement) in [
        (values.allSatisfy { $0 >= 1 }, "at least 1"),
        (values.allSatisfy { $0 <= Int32.max }, "at most \(Int32.max)"),
      ] where !isRight {
        throw .invalidArgument(layer: layer, argument: name, value: Self.text(values), requirement: requirement)
      }
    }
    guard input.count == 3 else { throw .needsImageInput(layer: layer, input: input) }
    var (output, before) = ([0, 0], [0, 0])
    for axis in 0..<2 {
      switch padding {
      case .valid:
        guard size[axis] <= input[axis] else { throw .windowTooLarge(layer: layer, window: size, input: input) }
        output[axis] = (input[axis] - size[axis]) / strides[axis] + 1
      case .same:
        output[axis] = (input[axis] + strides[axis] - 1) / strides[axis]
        before[axis] = max((output[axis] - 1) * strides[axis] + size[axis] - input[axis], 0) / 2
      }
    }
    return SlidingWindow(size: size, strides: strides, paddingBefore: before, outputSize: output)
  }

  /// As written in code: `3`, or `(3, 5)` where the two differ.
  static func text(_ values: [Int]) -> String {
    values[0] == values[1] ? "\(values[0])" : "(\(values[0]), \(values[1]))"
  }
}
