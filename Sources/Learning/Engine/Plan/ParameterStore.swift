/// Where the plan keeps one parameter: in memory as the kernels read it, towards the outside in Keras's layout.
final class StoredParameter {
  /// How the kernels want it.
  enum Packing: Hashable {
    /// `[output block][tap][depth][lanes]`, blocks of 32 outputs and a last one of 16 where that is enough.
    case kernel(taps: Int, depth: Int, outputs: Int)
    /// Channels, padded to 16.
    case vector(Int)
  }

  let spec: ParameterSpec
  let packing: Packing
  /// Whether each shard of the batch sums its own gradient; otherwise the threads share the outputs out.
  let isSharded: Bool
  /// Floats in memory.
  let count: Int

  fileprivate(set) var values: UnsafeMutablePointer<Float>!
  /// The first shard's gradient; the others follow at `ParameterStore.shardStride`.
  fileprivate(set) var gradient: UnsafeMutablePointer<Float>!

  init(spec: ParameterSpec, packing: Packing, isSharded: Bool) {
    self.spec = spec
    self.packing = packing
    self.isSharded = isSharded
    count =
      switch packing {
      case .kernel(let taps, let depth, let outputs): taps * depth * ((outputs + 15) / 16 * 16)
      case .vector(let channels): (channels + 15) / 16 * 16
      }
  }

  /// Copies Keras's layout into memory.
  func pack(_ scalars: [Float], into memory: UnsafeMutablePointer<Float>) {
    forEachElement { memory[$1] = scalars[$0] }
  }

  /// The scalars in memory in Keras's layout.
  func unpack(_ memory: UnsafePointer<Float>) -> [Float] {
    var scalars = [Float](repeating: 0, count: spec.shape.reduce(1, *))
    forEachElement { scalars[$0] = memory[$1] }
    return scalars
  }

  private func forEachElement(_ body: (_ keras: Int, _ memory: Int) -> Void) {
    switch packing {
    case .vector(let channels):
      for channel in 0..<channels { body(channel, channel) }
    case .kernel(let taps, let depth, let outputs):
      let width = (outputs + 15) / 16 * 16
      for output in 0..<outputs {
        let block = output / 32 * 32
        let lanes = min(32, width - block)
        for row in 0..<taps * depth {
          body(row * outputs + output, block * taps * depth + row * lanes + output - block)
        }
      }
    }
  }
}

/// Every parameter of a plan, its gradient and what the optimizer remembers of it.
final class ParameterStore {
  private(set) var parameters: [StoredParameter] = []
  /// How many pieces of the batch sum gradients of their own: fixed by the model and the batch, so that the sums are the
  /// same for any number of threads.
  private(set) var shards = 1
  /// Floats from one shard's gradients to the next's.
  private(set) var shardStride = 0

  private var values: AlignedBuffer!
  private var gradientMemory: AlignedBuffer!
  private var slots: [AlignedBuffer] = []

  func add(_ spec: ParameterSpec, packing: StoredParameter.Packing, isSharded: Bool) -> StoredParameter {
    let parameter = StoredParameter(spec: spec, packing: packing, isSharded: isSharded && spec.isTrainable)
    parameters.append(parameter)
    return parameter
  }

  /// How many shards suit the model: each one's sums cost a pass over memory as large as the weights, so the more weights,
  /// the fewer shards.
  var suitableShards: Int {
    let sharded = parameters.filter { $0.isSharded }.reduce(0) { $0 + $1.count }
    return sharded <= 1 << 17 ? 8 : sharded <= 1 << 21 ? 4 : 2
  }

  /// Allocates all memory, once every parameter is known.
  func allocate(shards: Int) {
    self.shards = shards
    values = AlignedBuffer(count: parameters.reduce(0) { $0 + $1.count })
    let sharded = parameters.filter { $0.isSharded }
    shardStride = sharded.reduce(0) { $0 + $1.count }
    let whole = parameters.filter { !$0.isSharded && $0.spec.isTrainable }.reduce(0) { $0 + $1.count }
    gradientMemory = AlignedBuffer(count: shardStride * shards + whole)
    var (value, shard, rest) = (
      values.floats, gradientMemory.floats, gradientMemory.floats + shardStride * shards
    )
    for parameter in parameters {
      parameter.values = value
      value += parameter.count
      if parameter.isSharded {
        parameter.gradient = shard
        shard += parameter.count
      } else if parameter.spec.isTrainable {
        parameter.gradient = rest
        rest += parameter.count
      }
    }
  }

  /// Makes all slots zero, so many a parameter.
  func resetSlots(count: Int) {
    slots = (0..<count).map { _ in AlignedBuffer(count: values.count) }
  }

  var slotCount: Int { slots.count }

  func slot(_ index: Int, of parameter: StoredParameter) -> UnsafeMutablePointer<Float>? {
    index < slots.count ? slots[index].floats + (parameter.values - values.floats) : nil
  }

  /// Where `shard` sums the gradient of `parameter`.
  func gradient(of parameter: StoredParameter, shard: Int) -> UnsafeMutablePointer<Float> {
    parameter.gradient + (parameter.isSharded ? shard * shardStride : 0)
  }

  func tensors(_ memory: (StoredParameter) -> UnsafePointer<Float>?, suffix: String = "") -> [NamedTensor] {
    parameters.compactMap { parameter in
      memory(parameter).map {
        NamedTensor(
          name: parameter.spec.name + suffix,
          tensor: Tensor(shape: parameter.spec.shape, scalars: parameter.unpack($0)))
      }
    }
  }

  /// The batch's gradient, its shards folded as the optimizer folds them.
  var gradients: [NamedTensor] {
    parameters.filter(\.spec.isTrainable).map { parameter in
      let shards = parameter.isSharded ? self.shards : 1
      var parts = (0..<shards).map { parameter.unpack(gradient(of: parameter, shard: $0)) }
      while parts.count > 1 {
        let half = (parts.count + 1) / 2
        parts = (0..<half).map { $0 + half < parts.count ? zip(parts[$0], parts[$0 + half]).map(+) : parts[$0] }
      }
      return NamedTensor(
        name: parameter.spec.name, tensor: Tensor(shape: parameter.spec.shape, scalars: parts[0]))
    }
  }
}
