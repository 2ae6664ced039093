import Imaging
import Testing

@Suite struct ImageTests {
  @Test("Enlarging makes each pixel a square of its colour")
  func enlarging() {
    let image = Image(height: 1, width: 2, channels: 3, bytes: [1, 2, 3, 4, 5, 6])
    let line: [UInt8] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]
    #expect(image.enlarged(by: 2) == Image(height: 2, width: 4, channels: 3, bytes: line + line))
    #expect(image.enlarged(by: 1) == image)
  }

  @Test("A sample is found by row, column and channel")
  func samples() {
    var image = Image(height: 2, width: 3, channels: 4, bytes: Array(0..<24))
    #expect(image[1, 2, 3] == 23)
    #expect(image[1, 0, 1] == 13)
    image[0, 1, 0] = 99
    #expect(image.bytes[4] == 99)
  }
}
