/// Reads pickled data of protocol 2 without running anything: dictionaries, lists, numbers, strings and arrays of
/// bytes.
///
/// A pickle is a program for a small stack machine that can name and call any function of Python. This machine knows
/// the instructions that CIFAR-10's files use and three names of NumPy; everything else is an error. Work and memory
/// are bounded by the file's size and by `instructionLimit`.
struct PickleReader {
  /// Official batches have about 30,000, the training file of CIFAR-100 300,000.
  static let instructionLimit = 1_000_000

  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// Where the instruction being carried out starts.
  private var start = 0
  private var stack: [PickleValue] = []
  /// Stack heights at each open mark.
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]

  private(set) var tuples: [[PickleValue]] = []
  private(set) var lists: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  private(set) var dataTypes: [String] = []
  private(set) var arrays: [PickledArray?] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Carries out all instructions and returns the value they leave.
  mutating func read() throws(PickleProblem) -> PickleValue {
    for _ in 0..<Self.instructionLimit {
      start = position
      if let result = try step() { return result }
    }
    throw PickleProblem(offset: position, fault: .tooManyInstructions(limit: Self.instructionLimit))
  }

  /// The text of a string value, where it is plain ASCII.
  func text(_ range: Range<Int>) -> String? {
    let slice = bytes[range]
    return slice.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? String(decoding: slice, as: UTF8.self) : nil
  }

  /// Carries out one instruction; its names are those of Python's `pickletools`.
  private mutating func step() throws(PickleProblem) -> PickleValue? {
    let code = try take(1)[0]
    switch code {
    case UInt8(ascii: "."):  // STOP
      return try pop()
    case 0x80:  // PROTO
      let version = Int(try take(1)[0])
      guard version == 2 else { throw problem(.unsupportedVersion(version)) }
    case UInt8(ascii: "("):  // MARK
      marks.append(stack.count)
    case UInt8(ascii: "N"):  // NONE
      push(.none)
    case 0x88:  // NEWTRUE
      push(.boolean(true))
    case 0x89:  // NEWFALSE
      push(.boolean(false))
    case UInt8(ascii: "K"):  // BININT1
      push(.integer(Int(try take(1)[0])))
    case UInt8(ascii: "M"):  // BININT2
      push(.integer(try takeInteger(bytes: 2)))
    case UInt8(ascii: "J"):  // BININT
      push(.integer(Int(Int32(truncatingIfNeeded: try takeInteger(bytes: 4)))))
    case UInt8(ascii: "U"):  // SHORT_BINSTRING
      push(.string(try takeRange(Int(try take(1)[0]))))
    case UInt8(ascii: "T"):  // BINSTRING
      push(.string(try takeRange(try takeInteger(bytes: 4))))
    case UInt8(ascii: "q"):  // BINPUT
      memo[Int(try take(1)[0])] = try top()
    case UInt8(ascii: "r"):  // LONG_BINPUT
      memo[try takeInteger(bytes: 4)] = try top()
    case UInt8(ascii: "h"):  // BINGET
      try recall(Int(try take(1)[0]))
    case UInt8(ascii: "j"):  // LONG_BINGET
      try recall(try takeInteger(bytes: 4))
    case UInt8(ascii: "]"):  // EMPTY_LIST
      lists.append([])
      push(.list(lists.count - 1))
    case UInt8(ascii: "}"):  // EMPTY_DICT
      dictionaries.append([])
      push(.dictionary(dictionaries.count - 1))
    case UInt8(ascii: "a"):  // APPEND
      try append([try pop()])
    case UInt8(ascii: "e"):  // APPENDS
      try append(try popToMark())
    case UInt8(ascii: "s"):  // SETITEM
      let value = try pop()
      try setItems([try pop(), value])
    case UInt8(ascii: "u"):  // SETITEMS
      try setItems(try popToMark())
    case UInt8(ascii: "t"):  // TUPLE
      pushTuple(try popToMark())
    case 0x85, 0x86, 0x87:  // TUPLE1, TUPLE2, TUPLE3
      pushTuple(try pop(count: Int(code) - 0x84))
    case UInt8(ascii: "c"):  // GLOBAL
      try readGlobal()
    case UInt8(ascii: "R"):  // REDUCE
      try reduce()
    case UInt8(ascii: "b"):  // BUILD
      try build()
    default:
      throw problem(.unknownInstruction(code))
    }
    return nil
  }

  // MARK: Bytes

  private func problem(_ fault: PickleFault) -> PickleProblem { PickleProblem(offset: start, fault: fault) }

  private func malformed(_ sentence: String) -> PickleProblem { problem(.malformed(sentence)) }

  private mutating func takeRange(_ count: Int) throws(PickleProblem) -> Range<Int> {
    guard count <= bytes.count - position else { throw problem(.truncated) }
    defer { position += count }
    return position..<position + count
  }

  private mutating func take(_ count: Int) throws(PickleProblem) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[try takeRange(count)])
  }

  /// A little-endian number without a sign.
  private mutating func takeInteger(bytes count: Int) throws(PickleProblem) -> Int {
    try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A line without its line feed; names longer than 100 bytes are nobody's.
  private mutating func takeLine() throws(PickleProblem) -> String {
    let rest = bytes[position..<min(position + 100, bytes.count)]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      throw rest.count < 100 ? problem(.truncated) : malformed("the pickle has a name of more than 100 bytes")
    }
    defer { position = end + 1 }
    return text(position..<end) ?? "an unprintable name"
  }

  // MARK: Stack

  private mutating func push(_ content: PickleValue.Content) {
    stack.append(PickleValue(content: content, offset: start))
  }

  private mutating func pushTuple(_ items: [PickleValue]) {
    tuples.append(items)
    push(.tuple(tuples.count - 1))
  }

  private func top() throws(PickleProblem) -> PickleValue {
    guard let value = stack.last, stack.count > marks.last ?? 0 else { throw malformed("the pickle lacks a value") }
    return value
  }

  private mutating func pop() throws(PickleProblem) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(count: Int) throws(PickleProblem) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else { throw malformed("the pickle lacks a value") }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(PickleProblem) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw malformed("the pickle closes what it never opened") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func recall(_ key: Int) throws(PickleProblem) {
    guard let value = memo[key] else { throw malformed("the pickle recalls a value it never kept") }
    stack.append(value)
  }

  // MARK: Containers

  private mutating func append(_ items: [PickleValue]) throws(PickleProblem) {
    guard case .list(let index) = try top().content else { throw malformed("the pickle appends to what is no list") }
    lists[index].append(contentsOf: items)
  }

  private mutating func setItems(_ items: [PickleValue]) throws(PickleProblem) {
    guard case .dictionary(let index) = try top().content else {
      throw malformed("the pickle sets a key of what is no dictionary")
    }
    guard items.count.isMultiple(of: 2) else { throw malformed("the pickle sets a key without a value") }
    for position in stride(from: 0, to: items.count, by: 2) {
      dictionaries[index].append((items[position], items[position + 1]))
    }
  }

  // MARK: NumPy's three names

  private mutating func readGlobal() throws(PickleProblem) {
    let name = try takeLine() + "." + takeLine()
    guard let global = PickleGlobal(rawValue: name) else { throw problem(.foreignGlobal(name)) }
    push(.global(global))
  }

  /// `_reconstruct(ndarray, (0,), 'b')` makes an empty array, `dtype('u1', 0, 1)` a data type: nothing else is called.
  private mutating func reduce() throws(PickleProblem) {
    let arguments = try pop()
    let function = try pop()
    guard case .global(let global) = function.content, case .tuple(let index) = arguments.content,
      let first = tuples[index].first?.content
    else { throw malformed("the pickle calls what is not NumPy's") }
    switch (global, first) {
    case (.reconstruct, .global(.array)):
      arrays.append(nil)
      push(.array(arrays.count - 1))
    case (.dataType, .string(let range)):
      dataTypes.append(text(range.prefix(16)) ?? "?")
      push(.dataType(dataTypes.count - 1))
    default:
      throw malformed("the pickle calls \(global.rawValue) in an unknown way")
    }
  }

  /// Fills an array with `(version, shape, data type, Fortran order, bytes)`; a data type's state changes nothing here.
  private mutating func build() throws(PickleProblem) {
    let state = try pop()
    guard case .tuple(let index) = state.content else { throw malformed("the pickle sets an unknown state") }
    switch try top().content {
    case .dataType:
      break
    case .array(let array):
      let items = tuples[index].map(\.content)
      guard items.count == 5, case .tuple(let dimensions) = items[1], case .dataType(let type) = items[2],
        case .boolean(let isFortranOrder) = items[3], case .string(let range) = items[4]
      else { throw malformed("the pickle has an array of an unknown form") }
      var shape: [Int] = []
      for dimension in tuples[dimensions] {
        guard case .integer(let length) = dimension.content else { throw malformed("the pickle's array has no shape") }
        shape.append(length)
      }
      arrays[array] = PickledArray(
        shape: shape, dataType: dataTypes[type], isFortranOrder: isFortranOrder, bytes: range)
    default:
      throw malformed("the pickle sets the state of what has none")
    }
  }
}
