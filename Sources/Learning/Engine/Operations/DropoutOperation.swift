/// Zeroes a share of the values while training and scales the others by `1 / (1 - rate)`.
///
/// Element `e` of image `i` (`e` counts `[height, width, channels]` in row-major order from 0, `i` is the image's place
/// in the data) is kept where word `e % 4` of
/// `Philox4x32-10(counter: (e / 4, i, epoch, 0x8000_0000 + ordinal), key: (seed's low word, seed's high word))`
/// is at least `UInt32(rate * 2^32)`. `ordinal` counts the model's dropout operations from 0, `epoch` from 0. The product
/// is taken in double precision and rounded towards zero, from the rate as a `Float`.
struct DropoutOperation: Operation {
  var rate: Float

  func outputShape(for inputShape: [Int]) -> [Int] { inputShape }

  func addSteps(to plan: PlanBuilder, node: OperationNode) {
    let output = plan.mapForElementwise(keepsSign: true)
    plan.append(DropoutStep(input: plan.current, output: output, rate: rate, ordinal: plan.dropoutCount))
    plan.dropoutCount += 1
  }
}
