/// How much the images of each class count in the loss that is trained on; Keras's `class_weight`.
///
/// The batch's loss is the sum of its images' weighted losses divided by their number. Validation counts every image the
/// same.
public enum ClassWeights: Hashable, Sendable {
  /// Every class the same in sum: `images / (classes * images of the class)`, as scikit-learn's `balanced`.
  case balanced
  /// One number a class, in the order of the class names.
  case each([Double])
  /// By the classes' names; those not named have 1.
  case named([String: Double])

  /// One number a class.
  ///
  /// - Throws: `ModelError` for weights below 0, another number of them, or a name that no class has.
  func resolved(for data: any LabeledImages) throws(ModelError) -> [Double] {
    let names = data.classNames
    func invalid(_ value: String, _ requirement: String) -> ModelError {
      .invalidSetting(of: "fit", setting: "classWeights", value: value, requirement: requirement)
    }
    let weights: [Double]
    switch self {
    case .balanced:
      var counts = [Int](repeating: 0, count: names.count)
      for index in 0..<data.count { counts[data.label(at: index)] += 1 }
      weights = counts.map { $0 == 0 ? 0 : Double(data.count) / Double(names.count * $0) }
    case .each(let given):
      guard given.count == names.count else { throw invalid("\(given)", "\(names.count) numbers, one for each class") }
      weights = given
    case .named(let given):
      if let unknown = given.keys.sorted().first(where: { !names.contains($0) }) {
        throw invalid("\"\(unknown)\"", "named after classes, which are \(names.joined(separator: ", "))")
      }
      weights = names.map { given[$0] ?? 1 }
    }
    guard weights.allSatisfy(SettingRange.notNegative.contains) else {
      throw invalid("\(weights)", SettingRange.notNegative.rawValue)
    }
    return weights
  }
}
