/// A layer on one input shape: the operations that the engine is to compute for it, and what its weights start from.
public struct LoweredLayer: Sendable {
  /// In order; most layers have one, a layer with an activation function two.
  let operations: [any Operation]
  /// By the name of the parameter, such as `kernel`; zeros where it is not named.
  let initializers: [String: Initializer]

  init(_ operations: [any Operation], initializers: [String: Initializer] = [:]) {
    self.operations = operations
    self.initializers = initializers
  }
}
