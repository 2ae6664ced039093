import Testing

/// The distance of two lists of numbers, `‖actual − expected‖ / ‖expected‖`; infinite where their lengths differ or a
/// number is not finite, and the plain distance where `expected` is all zero.
public func relativeL2(_ actual: [some BinaryFloatingPoint], _ expected: [some BinaryFloatingPoint]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  var (difference, norm) = (0.0, 0.0)
  for (left, right) in zip(actual, expected) {
    let distance = Double(left) - Double(right)
    difference += distance * distance
    norm += Double(right) * Double(right)
  }
  let ratio = norm > 0 ? (difference / norm).squareRoot() : difference.squareRoot()
  return ratio.isFinite ? ratio : .infinity
}

/// Records an issue where two lists of numbers are further apart than `tolerance`, in relative L2 distance.
public func assertClose(
  _ actual: [some BinaryFloatingPoint], _ expected: [some BinaryFloatingPoint], tolerance: Double,
  _ what: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  let distance = relativeL2(actual, expected)
  guard distance > tolerance else { return }
  let worst = zip(actual, expected).enumerated().max {
    abs(Double($0.element.0) - Double($0.element.1)) < abs(Double($1.element.0) - Double($1.element.1))
  }
  let place = worst.map { ", furthest at \($0.offset): \($0.element.0) for \($0.element.1)" } ?? ""
  Issue.record(
    "\(what()) relative L2 distance \(distance) exceeds \(tolerance) (\(actual.count) for \(expected.count) numbers\(place))",
    sourceLocation: sourceLocation)
}

/// Records an issue where two numbers differ by more than `tolerance`.
public func assertClose(
  _ actual: Double, _ expected: Double, tolerance: Double, _ what: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard !(abs(actual - expected) <= tolerance) else { return }
  Issue.record("\(what()) \(actual) differs from \(expected) by more than \(tolerance)", sourceLocation: sourceLocation)
}
