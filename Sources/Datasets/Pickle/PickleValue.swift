/// A value on the pickle machine's stack, with the place in the file that made it.
///
/// Containers are indices into the reader's tables, not references: no nesting is deep enough to overflow the stack
/// when values go away, and a list that contains itself leaks nothing.
struct PickleValue {
  enum Content {
    case none
    case boolean(Bool)
    case integer(Int)
    /// Bytes of the file, not copied.
    case string(Range<Int>)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case global(PickleGlobal)
    case dataType(Int)
    case array(Int)
  }

  var content: Content
  /// Of the instruction that made the value, in bytes from the file's start.
  var offset: Int
}

/// The three names of NumPy that pickled arrays contain. None is looked up: they only mark what follows.
enum PickleGlobal: String, CaseIterable {
  case reconstruct = "numpy.core.multiarray._reconstruct"
  case array = "numpy.ndarray"
  case dataType = "numpy.dtype"
}

/// A pickled NumPy array: its bytes stay in the file.
struct PickledArray {
  var shape: [Int]
  /// NumPy's short name, such as `u1`.
  var dataType: String
  var isFortranOrder: Bool
  var bytes: Range<Int>
}

/// What stopped the reader, and at which byte.
struct PickleProblem: Error {
  var offset: Int
  var fault: PickleFault
}
