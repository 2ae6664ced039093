/// How predictions are cut into units of work, each a thread's.
///
/// Nothing is kept for a way back: where a unit's micro-batches go through some steps one by one, all of them use the same
/// memory between these steps, which then stays in the thread's cache.
final class PredictionUnits {
  /// Micro-batches in a unit; `nil` while training.
  private(set) var size: Int?

  /// Runs `body` while maps forget.
  func predict(size: Int, _ body: () -> Void) {
    self.size = size
    body()
    self.size = nil
  }

  /// How many units a batch has.
  func count(_ batch: Batch) -> Int { size.map { (batch.microBatches + $0 - 1) / $0 } ?? 0 }

  /// A unit's micro-batches.
  func microBatches(of unit: Int, _ batch: Batch) -> Range<Int> {
    let size = size ?? 1
    return unit * size..<min((unit + 1) * size, batch.microBatches)
  }

  /// The place of a micro-batch's values in a map that forgets.
  func place(_ microBatch: Int) -> Int { size.map { microBatch / $0 } ?? microBatch }
}
