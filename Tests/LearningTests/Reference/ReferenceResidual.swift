@testable import Learning

/// `branch(x) + shortcut(x)`, where the shortcut is the input itself or a 1x1 convolution of it.
struct ReferenceResidual<Scalar: BinaryFloatingPoint>: ReferenceOperation {
  private var branch: ReferenceNet<Scalar>
  private var projection: ReferenceConvolution<Scalar>?

  init(_ operation: ResidualOperation, node: OperationNode, parameters: [[Scalar]], dropouts: inout Int) {
    var rest = parameters[...]
    let parts = operation.branch.map { part in
      defer { rest = rest.dropFirst(part.parameters.count) }
      return (part, Array(rest.prefix(part.parameters.count)))
    }
    branch = ReferenceNet(parts, dropouts: &dropouts)
    projection = operation.projection.map {
      ReferenceConvolution(window: $0.window, filters: $0.filters, parameters: Array(rest))
    }
  }

  var parameters: [[Scalar]] {
    get { branch.parameters + (projection?.parameters ?? []) }
    set {
      let count = branch.parameters.count
      branch.parameters = Array(newValue.prefix(count))
      projection?.parameters = Array(newValue.dropFirst(count))
    }
  }

  var gradients: [[Scalar]] { branch.gradients + (projection?.gradients ?? []) }

  mutating func forward(_ input: Volume<Scalar>, pass: ReferencePass) -> Volume<Scalar> {
    let shortcut = projection?.forward(input, pass: pass) ?? input
    return sum(branch.forward(input, pass: pass), shortcut)
  }

  mutating func backward(_ gradient: Volume<Scalar>) -> Volume<Scalar> {
    sum(branch.backward(gradient), projection?.backward(gradient) ?? gradient)
  }

  private func sum(_ a: Volume<Scalar>, _ b: Volume<Scalar>) -> Volume<Scalar> {
    var sum = a
    for place in sum.scalars.indices { sum.scalars[place] += b.scalars[place] }
    return sum
  }
}
