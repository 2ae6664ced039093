extension ImageDataset {
  /// One turn of a cross-validation.
  public struct Fold: Sendable {
    /// 1-based.
    public let number: Int
    /// All images but those of `validation`.
    public let training: ImageDataset
    public let validation: ImageDataset
  }

  /// Cuts the set into parts for k-fold cross-validation, each of which is the validation data once.
  ///
  ///     var scores: [Double] = []
  ///     for fold in train.folds(5, seed: 1) {
  ///       let model = try net()
  ///       try await model.fit(fold.training, validation: fold.validation, epochs: 10)
  ///       scores.append(try model.evaluate(fold.validation).accuracy)
  ///     }
  ///
  /// Every class is shared out evenly: in two folds its counts, and those of all images, differ by one at most. `seed`
  /// draws who goes where; all parts keep the set's order.
  ///
  /// - Parameter count: 2 to the number of images.
  public func folds(_ count: Int, seed: UInt64) -> [Fold] {
    requireArgument(
      count >= 2 && count <= self.count,
      "folds(\(count)): \(name) has \(self.count) images, so there can be 2 to \(self.count) folds")
    var random = RandomStream(seed: seed, purpose: .folds)
    var fold = [Int](repeating: 0, count: self.count)
    // Dealt out like cards, class after class without a new start: no fold gets all the odd images.
    var next = 0
    for indices in members {
      for index in random.permutation(of: indices) {
        fold[index] = next
        next = (next + 1) % count
      }
    }
    let all = 0..<self.count
    return (0..<count).map { number in
      Fold(
        number: number + 1, training: selecting(all.filter { fold[$0] != number }),
        validation: selecting(all.filter { fold[$0] == number }))
    }
  }
}
