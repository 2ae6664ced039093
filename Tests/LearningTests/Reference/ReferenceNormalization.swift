/// Batch normalization: Ioffe & Szegedy 2015, algorithms 1 and 2, with the biased variance.
struct ReferenceNormalization<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  let momentum: Scalar
  let epsilon: Scalar
  /// gamma, beta, moving mean, moving variance.
  var parameters: [[Scalar]]
  var gradients: [[Scalar]] = []
  private var normalized = Volume<Scalar>(0, 0, 0, 0)
  private var deviation: [Scalar] = []

  init(momentum: Scalar, epsilon: Scalar, parameters: [[Scalar]]) {
    self.momentum = momentum
    self.epsilon = epsilon
    self.parameters = parameters
  }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    let channels = input.channels
    let count = Scalar(input.scalars.count / channels)
    var mean = parameters[2]
    var variance = parameters[3]
    if pass.isTraining {
      mean = mean.map { _ in 0 }
      variance = mean
      for (place, value) in input.scalars.enumerated() { mean[place % channels] += value / count }
      for (place, value) in input.scalars.enumerated() {
        let distance = value - mean[place % channels]
        variance[place % channels] += distance * distance / count
      }
      for c in 0..<channels {
        parameters[2][c] = momentum * parameters[2][c] + (1 - momentum) * mean[c]
        parameters[3][c] = momentum * parameters[3][c] + (1 - momentum) * variance[c]
      }
    }
    deviation = variance.map { ($0 + epsilon).squareRoot() }
    normalized = input
    var output = input
    for place in input.scalars.indices {
      let c = place % channels
      normalized.scalars[place] = (input.scalars[place] - mean[c]) / deviation[c]
      output.scalars[place] = parameters[0][c] * normalized.scalars[place] + parameters[1][c]
    }
    return output
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    let channels = gradient.channels
    let count = Scalar(gradient.scalars.count / channels)
    var gammaGradient = parameters[0].map { _ in Scalar(0) }
    var betaGradient = gammaGradient
    for place in gradient.scalars.indices {
      gammaGradient[place % channels] += gradient.scalars[place] * normalized.scalars[place]
      betaGradient[place % channels] += gradient.scalars[place]
    }
    var inputGradient = gradient
    for place in gradient.scalars.indices {
      let c = place % channels
      let centred =
        gradient.scalars[place] - betaGradient[c] / count - normalized.scalars[place] * gammaGradient[c] / count
      inputGradient.scalars[place] = parameters[0][c] / deviation[c] * centred
    }
    gradients = [gammaGradient, betaGradient, [], []]
    return inputGradient
  }
}
