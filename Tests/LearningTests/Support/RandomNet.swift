import Testing

@testable import Learning

/// A small net of random layers, options and sizes, with the images to look at: a function of a seed and a number.
struct RandomNet: CustomTestStringConvertible {
  let layers: [any Layer]
  let input: [Int]
  let images: Int
  /// Images that a batch has room for.
  let batchSize: Int
  let threads: Int
  var testDescription: String { "\(layers) on \(images) of \(batchSize) x \(input), \(threads) threads" }

  /// Draws again until the shapes fit and the reference has little to do.
  init(seed: UInt64, number: Int) {
    var draw = Draw(stream: RandomStream(seed: seed, purpose: .data, index: number))
    while true {
      let input = [draw.size(), draw.size(), draw.pick([1, 2, 3, 3, 5, 16, 17, 20, 32, 33, 48])]
      var layers: [any Layer] = (0..<draw.pick([1, 1, 2, 2, 3, 4])).map { _ in draw.layer() }
      if draw.chance(4) { layers += [Flatten(), Dense(draw.channels(), activation: draw.activation())] }
      if draw.chance(8) { layers.append(BatchNormalization()) }
      if draw.chance(4) { layers.append(Dropout(draw.pick([0.1, 0.5, 0.8]))) }
      let images = draw.pick([1, 2, 3, 5, 7, 8, 9, 11, 16, 17, 23, 40])
      let batchSize = images + draw.pick([0, 0, 0, 1, 5, 20])
      guard let model = try? Sequential(input: input, layers: layers + Self.end),
        Self.operations(model) * images < 600_000
      else { continue }
      (self.layers, self.input, self.images, self.batchSize) = (layers, input, images, batchSize)
      threads = draw.pick([1, 2, 3])
      return
    }
  }

  private static let end: [any Layer] = [Flatten(), Dense(4, activation: .softmax)]

  func model(seed: UInt64) throws -> Sequential {
    let model = try Sequential(input: input, seed: 11, layers: layers + Self.end)
    try model.randomizeWeights(seed: seed)
    return model
  }

  /// Multiplications of one image's forward pass, with something for layers that have none.
  private static func operations(_ model: Sequential) -> Int {
    model.chain.nodes.reduce(0) { sum, node in
      let outputs = node.outputShape.reduce(1, *)
      let kernels = node.parameters.filter { $0.name.hasSuffix("kernel") }
      return sum + outputs * (4 + kernels.reduce(0) { $0 + $1.shape.dropLast().reduce(1, *) })
    }
  }
}

/// Random choices, one word of a stream each.
private struct Draw {
  let stream: RandomStream
  private var position = 0

  init(stream: RandomStream) { self.stream = stream }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    position += 1
    return values[Int(stream.bits(position)) % values.count]
  }

  /// True once in `times`.
  mutating func chance(_ times: Int) -> Bool { pick(Array(0..<times)) == 0 }

  mutating func size() -> Int { pick([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]) }
  mutating func channels() -> Int { pick([1, 2, 7, 15, 16, 16, 17, 24, 31, 32, 32, 33, 48, 65]) }
  mutating func padding() -> Padding { pick([.same, .valid]) }

  mutating func activation() -> ActivationFunction {
    pick([.linear, .relu, .relu, .relu, .leakyReLU(negativeSlope: 0.1), .sigmoid, .tanh])
  }

  mutating func pair(_ values: [Int]) -> (Int, Int) {
    let first = pick(values)
    return chance(3) ? (first, pick(values)) : (first, first)
  }

  mutating func layer() -> any Layer {
    switch pick(Array(0..<13)) {
    case 0...3:
      // What Winograd's method takes, where there are channels enough.
      return Conv2D(
        filters: pick([16, 17, 32, 33, 40]), kernelSize: 3, padding: padding(), activation: activation(),
        useBias: !chance(5))
    case 4...5:
      return Conv2D(
        filters: channels(), kernelSize: pair([1, 2, 3, 4, 5]), strides: pair([1, 1, 2, 3]), padding: padding(),
        activation: activation(), useBias: !chance(5))
    case 6: return chance(2) ? MaxPooling2D(2) : MaxPooling2D(2, padding: .same)
    case 7: return MaxPooling2D(pair([1, 2, 3, 4]), strides: pair([1, 2, 3]), padding: padding())
    case 8: return AveragePooling2D(pair([1, 2, 3]), strides: pair([1, 2, 3]), padding: padding())
    case 9: return chance(3) ? GlobalAveragePooling2D() : Dropout(pick([0.1, 0.5, 0.8]))
    case 10: return BatchNormalization(momentum: pick([0.5, 0.9]), epsilon: pick([1e-3, 0.1]))
    case 11: return Activation(activation())
    default:
      let branch = (0..<pick([1, 2, 3])).map { _ in branchLayer() }
      return Residual { for layer in branch { layer } }
    }
  }

  /// A layer after which the image is as large as before, or smaller by a whole factor.
  mutating func branchLayer() -> any Layer {
    switch pick(Array(0..<7)) {
    case 0...2:
      return Conv2D(
        filters: pick([3, 16, 17, 32]), kernelSize: pick([1, 3, 3]), padding: .same, activation: activation(),
        useBias: !chance(5))
    case 3: return Conv2D(filters: channels(), kernelSize: pick([2, 3]), strides: 2, padding: .same)
    case 4: return chance(2) ? MaxPooling2D(2) : Dropout(pick([0.1, 0.5]))
    case 5: return BatchNormalization(momentum: pick([0.5, 0.9]), epsilon: pick([1e-3, 0.1]))
    default: return Activation(activation())
    }
  }
}
