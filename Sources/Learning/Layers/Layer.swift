/// One step of a model: takes images or rows of numbers, gives others.
///
/// A layer is a small value that says what it is; it holds no weights. Building a model asks each layer in turn to lower
/// itself onto the shape that leaves the one before: there the shapes are checked, once, and the layer becomes the
/// operations that the engine compiles. A new layer is one file like `Dense.swift`; where the engine lacks an operation
/// for it, that is the one other place.
///
/// Shapes leave out the batch: `[height, width, channels]` for images, `[units]` for rows.
public protocol Layer: Sendable, CustomStringConvertible {
  /// The stem of the layer's name in a model, such as `conv2d`; as in Keras, its second use is named `conv2d_1`.
  static var baseName: String { get }

  /// What kind of layer it is, which decides its colour in a diagram.
  static var kind: LayerSummary.Kind { get }

  /// Every argument in the order of the initialiser; together they determine the layer.
  var arguments: [LayerArgument] { get }

  /// What a diagram says of it, such as "3×3, 32 filters, ReLU"; empty where the title says all.
  var detail: String { get }

  /// Checks the arguments and the input's shape and says what the layer does with it.
  func lower(onto input: [Int]) throws(ModelError) -> LoweredLayer
}

extension Layer {
  /// The type's name, such as `Conv2D`.
  public var title: String { "\(Self.self)" }

  public var detail: String { "" }

  /// As it is written in code, arguments at their defaults left out: `Conv2D(filters: 32, kernelSize: 3)`.
  public var description: String {
    "\(title)(\(arguments.filter { !$0.isDefault }.map(\.text).joined(separator: ", ")))"
  }

  /// As it is written in code with every argument: equal for equal layers, whatever the defaults are.
  var canonicalLine: String {
    "\(title)(\(arguments.map(\.text).joined(separator: ", ")))"
  }

  func check(_ argument: String, _ value: some CustomStringConvertible, _ isRight: Bool, _ requirement: String)
    throws(ModelError)
  {
    guard !isRight else { return }
    throw .invalidArgument(layer: description, argument: argument, value: value.description, requirement: requirement)
  }

  func checkIsFlat(_ input: [Int]) throws(ModelError) {
    guard input.count == 1 else { throw .needsFlatInput(layer: description, input: input) }
  }
}
