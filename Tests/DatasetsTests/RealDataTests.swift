import Datasets
import Foundation
import Testing

/// Against real CIFAR-10 in both layouts, in the folder named by `CAHIER_TEST_DATA`.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["CAHIER_TEST_DATA"] != nil, "CAHIER_TEST_DATA names no folder"))
struct RealDataTests {
  private let folder = ProcessInfo.processInfo.environment["CAHIER_TEST_DATA"] ?? ""

  @Test("The official layouts hold the same 60,000 images, 5,000 and 1,000 of a class")
  func layoutsAgree() throws {
    let binary = try CIFAR10(at: folder, preferring: .binary)
    let pickle = try CIFAR10(at: folder, preferring: .pickle)
    #expect(binary.train.fingerprint == pickle.train.fingerprint)
    #expect(binary.test.fingerprint == pickle.test.fingerprint)
    #expect(binary.train.classCounts == Array(repeating: 5000, count: 10))
    #expect(binary.test.classCounts == Array(repeating: 1000, count: 10))
    #expect(try CIFAR10(at: folder).layout == .binary)
  }

  @Test("Pixels, means and deviations are NumPy's")
  func numpy() throws {
    let cifar = try CIFAR10(at: folder, preferring: .pickle)
    // From NumPy: x.mean((0, 2, 3)) and x.std((0, 2, 3)) of the training images divided by 255.
    let means = [0.49125038411458444, 0.4820902712162987, 0.44652093604473514]
    let deviations = [0.2452316074467014, 0.24278155024374323, 0.26062876810583385]
    for channel in 0..<3 {
      #expect(abs(cifar.train.channelMeans[channel] - means[channel]) < 1e-12)
      #expect(abs(cifar.train.channelDeviations[channel] - deviations[channel]) < 1e-12)
    }
    let image = cifar.test[1234]
    #expect((0..<3).map { image[5, 7, $0] } == [28, 28, 20])
    #expect(Array(cifar.test.labels.prefix(12)) == [0, 9, 2, 0, 8, 0, 9, 0, 0, 9, 4, 4])
  }

  @Test("Batches of other sizes are read from original pickles")
  func mini() throws {
    let mini = try CIFAR10(at: folder + "/cifar-10-mini")
    #expect(mini.train.count == 4500)
    #expect(mini.test.classCounts == [82, 69, 87, 83, 76, 79, 97, 85, 88, 94])
  }
}
