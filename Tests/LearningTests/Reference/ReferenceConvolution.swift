@testable import Learning

struct ReferenceConvolution<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  let window: SlidingWindow
  let filters: Int
  var parameters: [[Scalar]]
  var gradients: [[Scalar]] = []
  private var input = Volume<Scalar>(0, 0, 0, 0)

  init(window: SlidingWindow, filters: Int, parameters: [[Scalar]]) {
    self.window = window
    self.filters = filters
    self.parameters = parameters
  }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    self.input = input
    var output = Volume<Scalar>(input.images, window.outputSize[0], window.outputSize[1], filters)
    forEachProduct { n, y, x, f, inputY, inputX, c, weight in
      output[n, y, x, f] += input[n, inputY, inputX, c] * parameters[0][weight]
    }
    if parameters.count > 1 {
      for place in output.scalars.indices { output.scalars[place] += parameters[1][place % filters] }
    }
    return output
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    var inputGradient = input.zeros
    var kernelGradient = parameters[0].map { _ in Scalar(0) }
    forEachProduct { n, y, x, f, inputY, inputX, c, weight in
      inputGradient[n, inputY, inputX, c] += gradient[n, y, x, f] * parameters[0][weight]
      kernelGradient[weight] += gradient[n, y, x, f] * input[n, inputY, inputX, c]
    }
    gradients = [kernelGradient]
    if parameters.count > 1 {
      var biasGradient = parameters[1].map { _ in Scalar(0) }
      for place in gradient.scalars.indices { biasGradient[place % filters] += gradient.scalars[place] }
      gradients.append(biasGradient)
    }
    return inputGradient
  }

  /// Calls `body` for each product that the convolution adds up: where the sum goes, and its two factors' places.
  private func forEachProduct(
    _ body: (_ n: Int, _ y: Int, _ x: Int, _ f: Int, _ inputY: Int, _ inputX: Int, _ c: Int, _ weight: Int) -> Void
  ) {
    for n in 0..<input.images {
      for y in 0..<window.outputSize[0] {
        for x in 0..<window.outputSize[1] {
          for i in 0..<window.size[0] {
            for j in 0..<window.size[1] {
              let inputY = y * window.strides[0] + i - window.paddingBefore[0]
              let inputX = x * window.strides[1] + j - window.paddingBefore[1]
              guard (0..<input.height).contains(inputY), (0..<input.width).contains(inputX) else { continue }
              for c in 0..<input.channels {
                for f in 0..<filters {
                  body(n, y, x, f, inputY, inputX, c, ((i * window.size[1] + j) * input.channels + c) * filters + f)
                }
              }
            }
          }
        }
      }
    }
  }
}
