internal import CKernels

/// Which inputs an output sees along one axis, as the kernels read it (`ck_axis`).
final class WindowAxis {
  private let storage: UnsafeMutablePointer<Int32>
  private let outputs: Int
  private let pairs: Int

  var pointers: ck_axis {
    ck_axis(
      first: storage, input: storage + outputs + 1, tap: storage + outputs + 1 + pairs,
      run: storage + outputs + 1 + 2 * pairs)
  }

  /// - Parameter taps: for each output its (input, tap) pairs, in the order in which they are summed.
  init(_ taps: [[(input: Int, tap: Int)]]) {
    outputs = taps.count
    pairs = taps.reduce(0) { $0 + $1.count }
    storage = .allocate(capacity: 2 * outputs + 1 + 2 * pairs)
    var at = 0
    for (output, list) in taps.enumerated() {
      storage[output] = Int32(at)
      for (input, tap) in list {
        storage[outputs + 1 + at] = Int32(input)
        storage[outputs + 1 + pairs + at] = Int32(tap)
        at += 1
      }
    }
    storage[outputs] = Int32(at)
    let run = storage + outputs + 1 + 2 * pairs
    for output in stride(from: outputs - 1, through: 0, by: -1) {
      let next = output + 1
      let continues =
        next < outputs && taps[next].count == taps[output].count
        && zip(taps[output], taps[next]).allSatisfy { $0.tap == $1.tap && $0.input + 1 == $1.input }
      run[output] = continues ? run[next] + 1 : 1
    }
  }

  deinit { storage.deallocate() }

  /// Output `o` sees input `o * stride - padding + tap` where that lies in the image.
  static func forward(inputs: Int, outputs: Int, taps: Int, stride: Int, padding: Int) -> WindowAxis {
    WindowAxis(
      (0..<outputs).map { output in
        let start = output * stride - padding
        let first = max(0, start)
        return (first..<max(first, min(start + taps, inputs))).map { (input: $0, tap: $0 - start) }
      })
  }

  /// The same relation read the other way: the outputs that saw each input.
  static func backward(inputs: Int, outputs: Int, taps: Int, stride: Int, padding: Int) -> WindowAxis {
    WindowAxis(
      (0..<inputs).map { input in
        let end = input + padding
        let first = max(0, end - (outputs - 1) * stride)
        return (first..<max(first, min(end + 1, taps))).filter { (end - $0) % stride == 0 }.map {
          (input: (end - $0) / stride, tap: $0)
        }
      })
  }

  /// Output `o`'s window starts at column `o * stride` and counts as one tap: for padded first layers.
  static func starts(outputs: Int, stride: Int) -> WindowAxis {
    WindowAxis((0..<outputs).map { [($0 * stride, 0)] })
  }
}
