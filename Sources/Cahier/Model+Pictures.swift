import Datasets
import Figures
import Foundation
import Imaging
import Learning

extension Sequential {
  /// The kernels of a convolution as pictures: in colour where it looks at colours, else their mean over the channels.
  ///
  /// Grey is zero; each filter is stretched to its own largest weight.
  ///
  /// - Parameters:
  ///   - layer: its name; without one the first convolution.
  ///   - columns: how many stand in a row; without it, few filters are drawn larger than many.
  /// - Throws: `ModelError` where the model has no such layer or it has no kernels.
  public func filters(of layer: String? = nil, columns: Int? = nil) throws(ModelError) -> ImageGrid {
    let kernels = weights.filter { $0.name.hasSuffix("/kernel") && $0.tensor.shape.count == 4 }
    let known = kernels.map { String($0.name.dropLast("/kernel".count)) }
    let place = layer.map { known.firstIndex(of: $0) } ?? known.indices.first
    guard let place else { throw .unknownLayer(name: layer ?? "conv2d", known: known) }
    let kernel = kernels[place].tensor
    let (height, width, channels, count) = (kernel.shape[0], kernel.shape[1], kernel.shape[2], kernel.shape[3])
    let cells = (0..<count).map { filter -> ImageGrid.Cell in
      let values = (0..<height * width * channels).map { Double(kernel.scalars[$0 * count + filter]) }
      let shown = channels == 3 ? values : FilterPicture.means(values, over: channels)
      let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return ImageGrid.Cell(
        pixels: FilterPicture.pixels(shown, height: height, width: width, channels: channels == 3 ? 3 : 1), caption: "",
        facts: [
          .init("Least weight", values.min() ?? 0), .init("Largest weight", values.max() ?? 0), .init("Norm", norm),
        ])
    }
    let (low, high) = (kernel.scalars.min() ?? 0, kernel.scalars.max() ?? 0)
    let summary = """
      \(FigureNumber.counted(count, "filter")) of \(known[place]), \(height) × \(width) × \(channels) weights each, from \
      \(FigureNumber.value(Double(low), significant: 3)) to \(FigureNumber.value(Double(high), significant: 3)).
      """
    return ImageGrid(cells: cells, columns: columns ?? (count <= 32 ? 8 : 16), summary: summary)
  }

  /// What leaves a layer for one image, channel by channel: the brighter, the stronger; the image itself stands first.
  ///
  /// - Parameters:
  ///   - layer: its name; without one the first convolution.
  ///   - count: how many channels at most.
  /// - Throws: `ModelError` where the model has no such layer or the image does not fit.
  public func featureMaps(
    of image: Int, in data: ImageDataset, layer: String? = nil, count: Int = 32, columns: Int = 8
  ) throws(ModelError) -> ImageGrid {
    let first = summary.layers.first { $0.kind == .convolution }?.name
    let layer = layer ?? first ?? layerNames[0]
    let maps = try activations(of: layer, for: data.subset([image]))
    let isMap = maps.shape.count == 4
    let (height, width, channels) = isMap ? (maps.shape[1], maps.shape[2], maps.shape[3]) : (1, maps.shape[1], 1)
    // One scale for all channels: a weak one looks weak.
    let strongest = maps.scalars.map(abs).max() ?? 0
    let cells = (0..<min(channels, max(count, 0))).map { channel -> ImageGrid.Cell in
      let values = (0..<height * width).map { maps.scalars[$0 * channels + channel] }
      let bytes = values.map { UInt8(strongest > 0 ? min(max($0, 0) / strongest * 255, 255) : 0) }
      let mean = values.reduce(0.0) { $0 + Double($1) } / Double(max(values.count, 1))
      return ImageGrid.Cell(
        pixels: .init(height: height, width: width, channels: 1, bytes: Data(bytes)), caption: "",
        facts: [.init("Mean", mean), .init("Largest", Double(values.max() ?? 0))])
    }
    let silent = cells.count { ($0.facts?.last?.value ?? 0) <= 0 }
    let loudest = cells.indices.max { (cells[$0].facts?.last?.value ?? 0) < (cells[$1].facts?.last?.value ?? 0) }
    let name = data.classNames[data.labels[image]]
    var summary = "A picture of \(name) and \(FigureNumber.counted(cells.count, "channel")) of what leaves \(layer)"
    if let loudest, strongest > 0 {
      summary += ", strongest in channel \(loudest + 1) (\(FigureNumber.value(Double(strongest), significant: 3)))"
    }
    summary += silent > 0 ? "; \(FigureNumber.counted(silent, "channel")) without a response." : "."
    return ImageGrid(
      cells: [.init(pixels: data.pixels(of: image), caption: "")] + cells, columns: columns,
      sections: [.init(name, count: 1), .init(layer, count: cells.count)], summary: summary)
  }
}

/// Weights as grey or coloured pixels.
private enum FilterPicture {
  /// The mean over the last axis of `[pixels, channels]`.
  static func means(_ values: [Double], over channels: Int) -> [Double] {
    stride(from: 0, to: values.count, by: channels).map { start in
      values[start..<start + channels].reduce(0, +) / Double(channels)
    }
  }

  static func pixels(_ values: [Double], height: Int, width: Int, channels: Int) -> ImageGrid.Pixels {
    let largest = values.map(abs).filter(\.isFinite).max() ?? 0
    let bytes = values.map { value -> UInt8 in
      guard largest > 0, value.isFinite else { return 128 }
      return UInt8(128 + value / largest * 127)
    }
    return ImageGrid.Pixels(height: height, width: width, channels: channels, bytes: Data(bytes))
  }
}
