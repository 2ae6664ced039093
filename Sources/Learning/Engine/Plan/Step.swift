internal import CKernels

/// One thing done to a batch, forward and backward.
///
/// Most steps work micro-batch by micro-batch; neighbours of that kind share a phase, in which a thread carries each
/// micro-batch through all of them while it is in its cache. A wide step instead shares its outputs out among the threads
/// for the whole batch: it is a phase, or several, of its own.
class Step {
  let input: FeatureMap
  var output: FeatureMap
  /// The name of the layer that the step belongs to, the first where it serves several.
  var layer = ""

  init(input: FeatureMap, output: FeatureMap) {
    self.input = input
    self.output = output
  }

  /// Every map that the step reads or writes, its gradient too.
  var maps: [FeatureMap] { [input, output] }

  /// Whether predictions do without the step.
  var isForTraining: Bool { false }

  /// Whether the step's phases are its own, for the whole batch.
  var isWide: Bool { false }

  /// Whether the step's maps lie position by position for the whole batch.
  var wantsWholeBatch: Bool { false }

  /// What the backward pass reads of the output; the step after may change the rest in place.
  var outputUse: OutputUse { .none }

  /// Takes over the ReLU that follows, where the step can do it while its output is in registers.
  func fuseReLU() -> Bool { false }

  /// Called once, when all memory of feature maps and parameters is in place.
  func prepare(_ context: PlanContext) {}

  /// Called before a shard's first micro-batch goes backward: its gradients start from zero.
  func beginBackward(shard: Int, thread: Int) {}

  /// Called after a shard's last micro-batch.
  func endBackward(shard: Int, thread: Int) {}

  /// How many micro-batches the step would like to take at a time.
  var microBatchesWanted: Int { 1 }

  /// Some micro-batches forward, one after the other where the step does not know better.
  func forward(_ microBatches: Range<Int>, _ batch: Batch, thread: Int) {
    for microBatch in microBatches { forward(microBatch, batch, thread: thread) }
  }

  /// Some micro-batches backward.
  func backward(_ microBatches: Range<Int>, _ batch: Batch, shard: Int, thread: Int) {
    for microBatch in microBatches { backward(microBatch, batch, shard: shard, thread: thread) }
  }

  /// One micro-batch forward. Not called for wide steps.
  func forward(_ microBatch: Int, _ batch: Batch, thread: Int) {}

  /// One micro-batch backward: the output's gradient is complete, the input's is to be written.
  func backward(_ microBatch: Int, _ batch: Batch, shard: Int, thread: Int) {}

  /// A wide step's phases, forward.
  func forwardPhases() -> [Phase] { [] }

  /// A wide step's phases, backward.
  func backwardPhases() -> [Phase] { [] }

  /// What follows from new weights, such as their transposes; run after every update.
  func refreshPhase() -> Phase? { nil }

  /// What predictions need before all else.
  func predictionPhase() -> Phase? { nil }
}

/// What a step's backward pass needs of its output.
enum OutputUse: Int, Comparable {
  case none
  /// Which values are positive.
  case sign
  case value

  static func < (a: OutputUse, b: OutputUse) -> Bool { a.rawValue < b.rawValue }
}

/// Work that all threads share, between two barriers.
struct Phase {
  /// How many units of work a batch has; their results do not depend on who computes them.
  enum Units {
    case count(Int)
    case microBatches
    case of((Batch) -> Int)
  }

  private let unitCount: Units
  let body: (_ unit: Int, _ batch: Batch, _ thread: Int) -> Void

  init(_ units: Units, body: @escaping (_ unit: Int, _ batch: Batch, _ thread: Int) -> Void) {
    unitCount = units
    self.body = body
  }

  func units(_ batch: Batch) -> Int {
    switch unitCount {
    case .count(let count): count
    case .microBatches: batch.microBatches
    case .of(let count): count(batch)
    }
  }
}

/// What steps find in their plan.
struct PlanContext {
  let kernels: ck_kernels
  let parameters: ParameterStore
  let scratch: ThreadScratch
  let threads: Int
  let shape: BatchShape
}

/// Memory for what a thread forgets after one call; all steps share it.
final class ThreadScratch {
  private var count = 0
  private var buffers: [AlignedBuffer] = []

  /// Asks for at least so many floats, while steps prepare.
  func reserve(_ floats: Int) { count = max(count, floats) }

  func allocate(threads: Int) { buffers = (0..<threads).map { _ in AlignedBuffer(count: count) } }

  func floats(thread: Int) -> UnsafeMutablePointer<Float> { buffers[thread].floats }
}

/// The batch at work.
final class Batch {
  /// The images, as places in `data`.
  var indices: [Int] = []
  /// `nil` between batches: a model that is kept must not keep the images it saw.
  var data: (any LabeledImages)! {
    didSet { augmentation = data?.augmentation }
  }
  private(set) var augmentation: Augmentation?
  /// What was mixed into each image of a training batch, by its place in the batch.
  let mixtures: UnsafeMutablePointer<Augmentation.Mixture?>
  /// How labels become the loss's targets.
  var targets = Targets()
  var isTraining = false
  var random = StepRandomness(seed: 0, epoch: 0)
  /// What the update phase does.
  var update = ck_update()
  let shape: BatchShape

  init(shape: BatchShape, capacity: Int) {
    self.shape = shape
    indices.reserveCapacity(capacity)
    mixtures = .allocate(capacity: capacity)
    mixtures.initialize(repeating: nil, count: capacity)
  }

  deinit { mixtures.deallocate() }

  /// Whether labels are anything but one class each, all of the same weight.
  var hasTargets: Bool { !targets.areLabels || augmentation?.mixes == true }

  var imageCount: Int { indices.count }
  var microBatches: Int { (imageCount + shape.microBatchSize - 1) / shape.microBatchSize }

  /// How many images a micro-batch has; the last may have fewer than there is room for.
  func images(in microBatch: Int) -> Int {
    min(shape.microBatchSize, imageCount - microBatch * shape.microBatchSize)
  }
}
