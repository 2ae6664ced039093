extension ImageDataset {
  /// The first `count` images, or all of them where there are fewer.
  public func prefix(_ count: Int) -> ImageDataset {
    requireArgument(count >= 0, "prefix(\(count)): a number of images is 0 or more")
    return count >= self.count ? self : selecting(Array(0..<count))
  }

  /// The images at `indices`, in that order; an index may appear more than once.
  public func subset(_ indices: some Sequence<Int>) -> ImageDataset {
    let indices = Array(indices)
    for index in indices {
      requireArgument(index >= 0 && index < count, "subset: there is no image \(index) in \(name): it has \(count)")
    }
    return selecting(indices)
  }

  /// All images in an order drawn from `seed`: the same on every machine.
  public func shuffled(seed: UInt64) -> ImageDataset {
    var random = RandomStream(seed: seed, purpose: .shuffle)
    return selecting(random.permutation(of: Array(0..<count)))
  }

  /// Splits the set so that every class is shared out in the same proportion.
  ///
  /// `fraction`, 0...1, is the first part's share, rounded to whole images class by class. `seed` draws who goes where;
  /// both parts keep the set's order.
  public func stratifiedSplit(fraction: Double, seed: UInt64) -> (first: ImageDataset, second: ImageDataset) {
    requireArgument(fraction >= 0 && fraction <= 1, "stratifiedSplit: a fraction lies in 0...1, not at \(fraction)")
    var random = RandomStream(seed: seed, purpose: .split)
    var isFirst = [Bool](repeating: false, count: count)
    for indices in members {
      let share = Int((Double(indices.count) * fraction).rounded())
      for index in random.permutation(of: indices).prefix(share) { isFirst[index] = true }
    }
    let all = 0..<count
    return (selecting(all.filter { isFirst[$0] }), selecting(all.filter { !isFirst[$0] }))
  }

  /// The images of each class, in the set's order.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: classNames.count)
    for (index, label) in labels.enumerated() { members[label].append(index) }
    return members
  }

  func selecting(_ indices: [Int]) -> ImageDataset {
    ImageDataset(
      name: name, origin: origin, licenceNote: licenceNote, classNames: classNames, labels: indices.map { labels[$0] },
      storage: storage, order: order.map { order in indices.map { order[$0] } } ?? indices, augmentation: augmentation)
  }
}
