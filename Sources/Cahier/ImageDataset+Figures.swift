import Datasets
import Figures
import Foundation
import Imaging

extension ImageDataset {
  /// The first few images of each class, one row a class.
  ///
  /// - Parameter count: how many of each class; fewer where a class has fewer.
  public func sampleGrid(perClass count: Int = 8) -> ImageGrid {
    let cells = classNames.indices.flatMap { label in
      labels.indices.lazy.filter { labels[$0] == label }.prefix(count).map { image in
        ImageGrid.Cell(pixels: pixels(of: image), caption: classNames[label])
      }
    }
    return ImageGrid(cells: cells, columns: count)
  }

  /// How many images each class has, as bars.
  public var classBalance: BarChart {
    BarChart(
      categoryLabel: "Class", valueLabel: "Images",
      bars: zip(classNames, classCounts).map { BarChart.Bar(label: $0, value: Double($1)) })
  }

  /// The set in a few lines: what it is, how many images, of which shape and classes.
  public var overview: Table {
    let means = channelMeans.map { $0.rounded(3) }.joined(separator: ", ")
    let deviations = channelDeviations.map { $0.rounded(3) }.joined(separator: ", ")
    return Table(
      columns: ["Data", .init(name)],
      rows: [
        ["Images", FigureNumber.count(count)],
        ["Shape", imageShape.map(String.init).joined(separator: " × ")],
        ["Classes", classNames.joined(separator: ", ")],
        ["Mean of each channel", means],
        ["Deviation of each channel", deviations],
      ] + (licenceNote.isEmpty ? [] : [["Source", licenceNote]]))
  }

  /// One image as a figure holds it.
  func pixels(of image: Int) -> ImageGrid.Pixels {
    let picture = self[image]
    return ImageGrid.Pixels(
      height: picture.height, width: picture.width, channels: picture.channels, bytes: Data(picture.bytes))
  }
}
