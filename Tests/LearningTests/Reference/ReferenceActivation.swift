import Foundation

@testable import Learning

struct ReferenceActivation<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  let function: ActivationFunction
  private var input = Volume<Scalar>(0, 0, 0, 0)
  private var output = Volume<Scalar>(0, 0, 0, 0)

  init(function: ActivationFunction) {
    self.function = function
  }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    self.input = input
    output =
      switch function {
      case .linear: input
      case .relu: input.map { max($0, 0) }
      case .leakyReLU(let slope): input.map { $0 > 0 ? $0 : Scalar(slope) * $0 }
      case .sigmoid: input.map { 1 / (1 + Self.exponential(-$0)) }
      case .tanh: input.map { Scalar(Foundation.tanh(Double($0))) }
      case .softmax: Self.softmax(input)
      }
    return output
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    var inputGradient = gradient
    for place in gradient.scalars.indices {
      let (x, y) = (input.scalars[place], output.scalars[place])
      let slope: Scalar
      switch function {
      case .linear: slope = 1
      case .relu: slope = x > 0 ? 1 : 0
      case .leakyReLU(let negative): slope = x > 0 ? 1 : Scalar(negative)
      case .sigmoid: slope = y * (1 - y)
      case .tanh: slope = 1 - y * y
      case .softmax:
        let row =
          place / gradient.channels * gradient.channels..<place / gradient.channels * gradient.channels
          + gradient.channels
        let mean = row.reduce(Scalar(0)) { $0 + gradient.scalars[$1] * output.scalars[$1] }
        inputGradient.scalars[place] = y * (gradient.scalars[place] - mean)
        continue
      }
      inputGradient.scalars[place] = slope * gradient.scalars[place]
    }
    return inputGradient
  }

  static func softmax(_ input: Volume<Scalar>) -> Volume<Scalar> {
    var output = input
    for start in stride(from: 0, to: input.scalars.count, by: input.channels) {
      let row = start..<start + input.channels
      let largest = row.map { input.scalars[$0] }.max() ?? 0
      let powers = row.map { exponential(input.scalars[$0] - largest) }
      for place in row { output.scalars[place] = powers[place - start] / powers.reduce(0, +) }
    }
    return output
  }

  private static func exponential(_ x: Scalar) -> Scalar { Scalar(Foundation.exp(Double(x))) }
}
