// Sets made uneven, even or wrong on purpose: to see what a net makes of it.

extension ImageDataset {
  /// The same images, of which a share has a wrong label: another class, all equally likely.
  ///
  /// - Parameters:
  ///   - share: 0...1, of all images, rounded to whole ones.
  ///   - seed: draws who is mislabelled, and how.
  public func withLabelNoise(_ share: Double, seed: UInt64) -> ImageDataset {
    requireArgument(share >= 0 && share <= 1, "withLabelNoise: a share lies in 0...1, not at \(share)")
    requireArgument(classNames.count > 1 || share == 0, "withLabelNoise: \(name) has one class only")
    var random = RandomStream(seed: seed, purpose: .labelNoise)
    var noisy = labels
    let wrong = random.permutation(of: Array(0..<count)).prefix(Int((Double(count) * share).rounded()))
    for index in wrong {
      let other = random.next(below: classNames.count - 1)
      noisy[index] = other < labels[index] ? other : other + 1
    }
    return ImageDataset(
      name: name, origin: origin, licenceNote: licenceNote, classNames: classNames, labels: noisy, storage: storage,
      order: order, augmentation: augmentation)
  }

  /// Fewer images of some classes: of each class named, the given share, 0...1, drawn by `seed`.
  ///
  ///     train.keeping(["cat": 0.1], seed: 1)      // a tenth of the cats, all others
  public func keeping(_ shares: [String: Double], seed: UInt64) -> ImageDataset {
    for (name, share) in shares.sorted(by: { $0.key < $1.key }) {
      requireArgument(
        classNames.contains(name),
        "keeping: there is no class \(name) in \(self.name), only \(classNames.joined(separator: ", "))")
      requireArgument(share >= 0 && share <= 1, "keeping: a share lies in 0...1, not at \(share) as for \(name)")
    }
    return keeping(seed: seed) { label, count in Int((Double(count) * (shares[classNames[label]] ?? 1)).rounded()) }
  }

  /// Fewer images from class to class, evenly on a logarithmic scale: the first keeps all, the last one in `ratio`.
  ///
  /// The long tail of Cao et al., "Learning imbalanced datasets with label-distribution-aware margin loss", 2019.
  public func longTailed(ratio: Double, seed: UInt64) -> ImageDataset {
    requireArgument(ratio >= 1 && ratio.isFinite, "longTailed: a ratio is 1 or more, not \(ratio)")
    // ratio^(1 / (classes - 1)) by halving an interval: the C library's power is not the same everywhere.
    let steps = max(classNames.count - 1, 1)
    var (low, high) = (1.0, ratio)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if (0..<steps).reduce(1.0, { power, _ in power * middle }) < ratio { low = middle } else { high = middle }
    }
    return keeping(seed: seed) { label, count in
      Int((Double(count) / (0..<label).reduce(1.0) { power, _ in power * high }).rounded())
    }
  }

  /// As many images of every class as the smallest has, drawn by `seed`.
  public func undersampled(seed: UInt64) -> ImageDataset {
    let least = classCounts.filter { $0 > 0 }.min() ?? 0
    return keeping(seed: seed) { _, count in min(count, least) }
  }

  /// As many images of every class as the largest has: those of other classes several times, the odd ones drawn by
  /// `seed`. Repetitions follow at the end; augmentation changes each in its own way.
  public func oversampled(seed: UInt64) -> ImageDataset {
    let most = classCounts.max() ?? 0
    var random = RandomStream(seed: seed, purpose: .balance)
    var more: [Int] = []
    for indices in members where !indices.isEmpty {
      for _ in 1..<max(most / indices.count, 1) { more += indices }
      more += random.permutation(of: indices).prefix(most % indices.count).sorted()
    }
    return selecting(Array(0..<count) + more)
  }

  /// Of each class as many images as `kept` says of its label and count, in the set's order.
  private func keeping(seed: UInt64, _ kept: (_ label: Int, _ count: Int) -> Int) -> ImageDataset {
    var random = RandomStream(seed: seed, purpose: .balance)
    var stays = [Bool](repeating: false, count: count)
    for (label, indices) in members.enumerated() {
      for index in random.permutation(of: indices).prefix(kept(label, indices.count)) { stays[index] = true }
    }
    return selecting((0..<count).filter { stays[$0] })
  }
}
