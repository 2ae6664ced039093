import Synchronization

@testable import Learning

/// Images of a class, whose life can be watched, that are not numbers any more after they were read so many times.
final class SpoiltLater: LabeledImages {
  private let images: TestImages
  private let after: Int
  // Not a mutex: the thread sanitizer does not see the standard library's.
  private let reads = Atomic(0)

  init(images: TestImages, after: Int = .max) {
    self.images = images
    self.after = after
  }

  var count: Int { images.count }
  var imageShape: [Int] { images.imageShape }
  var classNames: [String] { images.classNames }
  var fingerprint: String { images.fingerprint }
  func label(at index: Int) -> Int { images.label(at: index) }

  func copyPixels(at index: Int, to destination: UnsafeMutablePointer<Float>) {
    images.copyPixels(at: index, to: destination)
    if reads.wrappingAdd(1, ordering: .relaxed).newValue > after { destination[0] = .nan }
  }
}
