struct ReferenceDense<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  let units: Int
  var parameters: [[Scalar]]
  var gradients: [[Scalar]] = []
  private var input = Volume<Scalar>(0, 0, 0, 0)

  init(units: Int, parameters: [[Scalar]]) {
    self.units = units
    self.parameters = parameters
  }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    self.input = input
    var output = Volume<Scalar>(input.images, 1, 1, units)
    for n in 0..<input.images {
      for u in 0..<units {
        for i in 0..<input.imageSize {
          output[n, 0, 0, u] += input.scalars[n * input.imageSize + i] * parameters[0][i * units + u]
        }
        if parameters.count > 1 { output[n, 0, 0, u] += parameters[1][u] }
      }
    }
    return output
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    var inputGradient = input.zeros
    gradients = parameters.map { $0.map { _ in 0 } }
    for n in 0..<input.images {
      for u in 0..<units {
        for i in 0..<input.imageSize {
          let place = n * input.imageSize + i
          inputGradient.scalars[place] += gradient[n, 0, 0, u] * parameters[0][i * units + u]
          gradients[0][i * units + u] += gradient[n, 0, 0, u] * input.scalars[place]
        }
        if parameters.count > 1 { gradients[1][u] += gradient[n, 0, 0, u] }
      }
    }
    return inputGradient
  }
}
