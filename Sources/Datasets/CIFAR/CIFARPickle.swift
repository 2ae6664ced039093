/// What one of the CIFAR sets' pickled files contains.
struct CIFARPickle {
  let labels: [Int]
  /// Where each label stands in the file, in bytes.
  let labelOffsets: [Int]
  /// Where the first image's red plane starts.
  let pixels: Int

  init(_ bytes: UnsafeRawBufferPointer, labelKey: String) throws(PickleProblem) {
    var reader = PickleReader(bytes)
    let root = try reader.read()
    guard case .dictionary(let index) = root.content else {
      throw PickleProblem(offset: root.offset, fault: .malformed("the pickle holds no dictionary"))
    }
    func value(_ key: String) throws(PickleProblem) -> PickleValue {
      // The last one counts where a key is set twice, as in Python.
      for (name, value) in reader.dictionaries[index].reversed() {
        if case .string(let range) = name.content, reader.text(range.prefix(32)) == key { return value }
      }
      throw PickleProblem(offset: root.offset, fault: .malformed("the pickle's dictionary has no '\(key)'"))
    }

    let list = try value(labelKey)
    guard case .list(let items) = list.content else {
      throw PickleProblem(offset: list.offset, fault: .malformed("the pickle's '\(labelKey)' are no list"))
    }
    var labels: [Int] = []
    for item in reader.lists[items] {
      guard case .integer(let label) = item.content else {
        throw PickleProblem(offset: item.offset, fault: .malformed("the pickle has a label that is no number"))
      }
      labels.append(label)
    }

    let data = try value("data")
    guard case .array(let number) = data.content, let array = reader.arrays[number] else {
      throw PickleProblem(offset: data.offset, fault: .malformed("the pickle's 'data' are no array"))
    }
    func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws(PickleProblem) {
      if !condition { throw PickleProblem(offset: data.offset, fault: .malformed(sentence())) }
    }
    try require(array.dataType == "u1", "the pickle's array has type \(array.dataType) instead of u1")
    try require(!array.isFortranOrder, "the pickle's array is stored column by column")
    let width = CIFARImage.bytes
    try require(
      array.shape.count == 2 && array.shape[0] > 0 && array.shape[1] == width,
      "the pickle's array has shape \(array.shape) instead of [images, \(width)]")
    // The shape is untrusted: the product may overflow, the quotient cannot.
    try require(
      array.bytes.count % width == 0 && array.bytes.count / width == array.shape[0],
      "the pickle's array of shape \(array.shape) has \(array.bytes.count) bytes")
    try require(
      labels.count == array.shape[0], "the pickle has \(labels.count) labels for \(array.shape[0]) images")
    self.labels = labels
    labelOffsets = reader.lists[items].map(\.offset)
    pixels = array.bytes.lowerBound
  }
}
