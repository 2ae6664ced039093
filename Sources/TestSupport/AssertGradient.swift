import Testing

/// Records an issue where `gradient` is not that of `function` at `point`, measured by central differences in double
/// precision.
///
/// The measured gradient is exact to about 1e-9 for smooth functions of numbers around 1; a kink within `step` of the
/// point spoils it.
///
/// - Parameters:
///   - gradient: the claim, one number for each of `point`.
///   - tolerance: the largest relative L2 distance.
public func assertGradient(
  of function: ([Double]) -> Double, at point: [Double], is gradient: [Double], step: Double = 1e-5,
  tolerance: Double = 1e-7, _ what: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  let measured = point.indices.map { place in
    var moved = point
    moved[place] = point[place] + step
    let above = function(moved)
    moved[place] = point[place] - step
    return (above - function(moved)) / (2 * step)
  }
  assertClose(gradient, measured, tolerance: tolerance, "gradient of \(what()):", sourceLocation: sourceLocation)
}
