@testable import Learning

struct ReferencePooling<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  let kind: PoolingOperation.Kind
  let window: SlidingWindow
  private var input = Volume<Scalar>(0, 0, 0, 0)

  init(kind: PoolingOperation.Kind, window: SlidingWindow) {
    self.kind = kind
    self.window = window
  }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    self.input = input
    var output = Volume<Scalar>(input.images, window.outputSize[0], window.outputSize[1], input.channels)
    forEachWindow { n, y, x, c, places in
      let values = places.map { input[n, $0.y, $0.x, c] }
      output[n, y, x, c] =
        switch kind {
        case .maximum: values.max() ?? 0
        case .average: values.reduce(0, +) / Scalar(values.count)
        }
    }
    return output
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    var inputGradient = input.zeros
    let input = input
    forEachWindow { n, y, x, c, places in
      switch kind {
      case .maximum:
        // The first among equal ones takes it all.
        var best = places[0]
        for place in places where input[n, place.y, place.x, c] > input[n, best.y, best.x, c] { best = place }
        inputGradient[n, best.y, best.x, c] += gradient[n, y, x, c]
      case .average:
        for place in places { inputGradient[n, place.y, place.x, c] += gradient[n, y, x, c] / Scalar(places.count) }
      }
    }
    return inputGradient
  }

  /// Calls `body` for each output with the places inside the image that its window covers.
  private func forEachWindow(_ body: (_ n: Int, _ y: Int, _ x: Int, _ c: Int, _ places: [(y: Int, x: Int)]) -> Void) {
    for n in 0..<input.images {
      for y in 0..<window.outputSize[0] {
        for x in 0..<window.outputSize[1] {
          var places: [(y: Int, x: Int)] = []
          for i in 0..<window.size[0] {
            for j in 0..<window.size[1] {
              let inputY = y * window.strides[0] + i - window.paddingBefore[0]
              let inputX = x * window.strides[1] + j - window.paddingBefore[1]
              guard (0..<input.height).contains(inputY), (0..<input.width).contains(inputX) else { continue }
              places.append((inputY, inputX))
            }
          }
          for c in 0..<input.channels { body(n, y, x, c, places) }
        }
      }
    }
  }
}

struct ReferenceGlobalAverage<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  private var input = Volume<Scalar>(0, 0, 0, 0)

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    self.input = input
    var output = Volume<Scalar>(input.images, 1, 1, input.channels)
    for place in input.scalars.indices {
      output[place / input.imageSize, 0, 0, place % input.channels] += input.scalars[place]
    }
    return output.map { $0 / Scalar(input.height * input.width) }
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    var inputGradient = input.zeros
    for place in input.scalars.indices {
      inputGradient.scalars[place] =
        gradient[place / input.imageSize, 0, 0, place % input.channels] / Scalar(input.height * input.width)
    }
    return inputGradient
  }
}

struct ReferenceFlatten<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  private var input = Volume<Scalar>(0, 0, 0, 0)

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    self.input = input
    return Volume(input.images, 1, 1, input.imageSize, input.scalars)
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    Volume(input.images, input.height, input.width, input.channels, gradient.scalars)
  }
}
