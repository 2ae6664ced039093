/// Reads an image as one row: `[height, width, channels]` to `[height * width * channels]`, row-major.
struct FlattenOperation: Operation {
  func outputShape(for inputShape: [Int]) -> [Int] { [inputShape.reduce(1, *)] }

  /// No step: what follows reads the image as it lies, or flattens it in memory where it cannot.
  func addSteps(to plan: PlanBuilder, node: OperationNode) {}
}
