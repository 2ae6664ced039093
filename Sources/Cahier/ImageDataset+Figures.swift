import Datasets
import Figures
import Foundation
public import Imaging

extension ImageDataset {
  /// The first few images of each class, one row a class.
  ///
  /// - Parameter count: how many of each class; fewer where a class has fewer.
  public func sampleGrid(perClass count: Int = 8) -> ImageGrid {
    let classes = classNames.indices.map { label in
      labels.indices.lazy.filter { labels[$0] == label }.prefix(count).map { image in
        ImageGrid.Cell(pixels: pixels(of: image), caption: "")
      }
    }
    return ImageGrid(
      cells: classes.flatMap(\.self), columns: count,
      sections: zip(classNames, classes).map { ImageGrid.Section($0, count: $1.count) })
  }

  /// The mean image of each class: what its pictures have in common in colour and place.
  public var classAverages: ImageGrid {
    let cells = classNames.indices.compactMap { label in
      meanImage(ofClass: label).map { mean in
        let brightness = mean.bytes.reduce(0.0) { $0 + Double($1) } / Double(mean.bytes.count) / 255
        return ImageGrid.Cell(
          pixels: .init(mean), caption: classNames[label],
          facts: [.init("Images", Double(classCounts[label])), .init("Mean brightness", brightness)])
      }
    }
    func brightness(_ cell: ImageGrid.Cell) -> Double { cell.facts?.last?.value ?? 0 }
    let ends = (cells.max { brightness($0) < brightness($1) }, cells.min { brightness($0) < brightness($1) })
    let summary = ends.0.flatMap { bright in
      ends.1.map { dark in
        """
        The mean image of each class; \(bright.caption) is brightest on average \
        (\(FigureNumber.percent(brightness(bright)))), \(dark.caption) darkest (\(FigureNumber.percent(brightness(dark)))).
        """
      }
    }
    return ImageGrid(cells: cells, columns: 10, summary: summary)
  }

  /// Images as they are and as `change` makes them, one row an image: to see what an augmentation does.
  ///
  /// - Parameters:
  ///   - images: indices into the set.
  ///   - variants: how many times each is changed; `change` is given 0, 1, … beside the image.
  public func beforeAndAfter(
    _ images: some Sequence<Int>, variants: Int = 5, change: (Image, Int) throws -> Image
  ) rethrows -> ImageGrid {
    var cells: [ImageGrid.Cell] = []
    var sections: [ImageGrid.Section] = []
    for image in images {
      let original = self[image]
      cells.append(.init(pixels: .init(original), caption: ""))
      for variant in 0..<max(variants, 0) {
        cells.append(.init(pixels: .init(try change(original, variant)), caption: ""))
      }
      sections.append(.init(classNames[labels[image]], count: 1 + max(variants, 0)))
    }
    return ImageGrid(
      cells: cells, columns: 1 + max(variants, 0), sections: sections, columnTitles: ["before", "after"],
      summary:
        "\(FigureNumber.counted(sections.count, "image")) before and \(FigureNumber.counted(variants, "time")) after a change."
    )
  }

  /// Images as they are and as training sees them in its first epochs, one row an image, one column an epoch.
  ///
  /// Fixed transforms such as `Normalize` are left out: what they give are no colours.
  ///
  /// - Parameters:
  ///   - images: indices into the set.
  ///   - epochs: how many columns follow the image itself.
  ///   - seed: that of the model.
  /// - Throws: `ModelError` where a transform's setting makes no sense.
  public func beforeAndAfter(_ images: some Sequence<Int>, epochs: Int = 6, seed: UInt64 = 0) throws -> ImageGrid {
    let epochs = max(epochs, 0)
    var cells: [ImageGrid.Cell] = []
    var sections: [ImageGrid.Section] = []
    for image in images {
      cells.append(.init(pixels: pixels(of: image), caption: ""))
      for epoch in 0..<epochs {
        let picture = try augmentedPicture(at: image, seed: seed, epoch: epoch)
        let bytes = picture.pixels.map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
        let caption = picture.mixedWith.map { mixed in
          let share = Int((mixed.share * 100).rounded())
          return share == 100 ? "" : "\(100 - share) % \(classNames[labels[mixed.partner]])"
        }
        cells.append(
          .init(
            pixels: .init(
              Image(height: imageShape[0], width: imageShape[1], channels: imageShape[2], bytes: bytes)),
            caption: caption ?? ""))
      }
      sections.append(.init(classNames[labels[image]], count: 1 + epochs))
    }
    return ImageGrid(
      cells: cells, columns: 1 + epochs, sections: sections, columnTitles: ["before", "after"],
      summary:
        "\(FigureNumber.counted(sections.count, "image")) and what training sees of \(sections.count == 1 ? "it" : "them") in the first \(FigureNumber.counted(epochs, "epoch"))."
    )
  }

  /// How often each brightness stands in each channel, with mean and deviation.
  public var pixelHistogram: Histogram {
    let names: [(String, Histogram.Series.Tint)] =
      imageShape[2] == 1 ? [("Grey", .gray)] : [("Red", .red), ("Green", .green), ("Blue", .blue), ("Alpha", .gray)]
    // Four values to a bin: 256 bars would be thinner than a pixel.
    let bins = 64
    let series = zip(channelHistograms.enumerated(), names).map { channel, name in
      let counts = (0..<bins).map { bin in channel.element[bin * 4..<bin * 4 + 4].reduce(0, +) }
      return Histogram.Series(
        name: name.0, counts: counts, mean: channelMeans[channel.offset],
        deviation: channelDeviations[channel.offset], tint: name.1)
    }
    return Histogram(
      valueLabel: "Pixel value", countLabel: "Pixels", edges: (0...bins).map { Double($0) / Double(bins) },
      series: series)
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
    ImageGrid.Pixels(self[image])
  }
}

extension ImageGrid.Pixels {
  /// A picture as a figure holds it.
  public init(_ image: Image) {
    self.init(height: image.height, width: image.width, channels: image.channels, bytes: Data(image.bytes))
  }
}
