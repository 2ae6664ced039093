import Datasets
import Imaging
import Testing

@Suite struct ShapesTests {
  @Test("Every class is drawn equally often, in training and in test images")
  func balance() {
    let shapes = Shapes(train: 50, test: 20)
    #expect(shapes.train.classCounts == Array(repeating: 5, count: 10))
    #expect(shapes.test.classCounts == Array(repeating: 2, count: 10))
    #expect(shapes.train.imageShape == [32, 32, 3])
  }
}
