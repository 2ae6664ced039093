import Figures

/// Lists classes that were taken for others, each pair with pictures: the part of a confusion matrix beneath the tiles.
struct ConfusedPairList {
  let pairs: [ConfusedPair]
  let frame: Frame

  private var typesetter: Typesetter { .shared }
  private let picture = 40.0
  private let gap = 6.0

  /// Appends the list to what is drawn.
  func draw(on drawing: inout Drawing) {
    drawing.text("Most often confused", at: 0, drawing.height + 22, size: TextSize.title, weight: .semibold)
    var top = drawing.height + 34
    let textWidth = frame.isNarrow ? frame.width : min(widestText, frame.width * 0.36)
    let room = frame.isNarrow ? frame.width : frame.width - textWidth - 16
    for pair in pairs {
      let pictures = pair.pictures.prefix(max(Int((room + gap) / (picture + gap)), 1))
      let title = typesetter.fitted(words(pair), into: textWidth, size: TextSize.label, weight: .semibold)
      let detail = typesetter.fitted(detail(pair), into: textWidth, size: TextSize.tick)
      drawing.text(title, at: 0, top + 14, weight: .semibold)
      drawing.text(detail, at: 0, top + 30, size: TextSize.tick, .muted)
      let row = frame.isNarrow && !pictures.isEmpty ? top + 38 : top
      for (index, pixels) in pictures.enumerated() where pixels.isComplete {
        let left = (frame.isNarrow ? 0 : textWidth + 16) + Double(index) * (picture + gap)
        let scale = picture / Double(max(pixels.width, pixels.height))
        drawing.image(pixels, in: Rect(left, row, Double(pixels.width) * scale, Double(pixels.height) * scale))
      }
      top = pictures.isEmpty ? top + 40 : row + picture + 10
    }
    drawing.height = top
  }

  private func words(_ pair: ConfusedPair) -> String { "\(pair.truth) taken for \(pair.predicted)" }

  private func detail(_ pair: ConfusedPair) -> String {
    let share =
      pair.total > 0 ? ", \(FigureNumber.percent(Double(pair.count) / Double(pair.total))) of \(pair.truth)" : ""
    return FigureNumber.times(pair.count) + share
  }

  private var widestText: Double {
    let widths = pairs.flatMap { pair in
      [
        typesetter.width(of: words(pair), size: TextSize.label, weight: .semibold),
        typesetter.width(of: detail(pair), size: TextSize.tick),
      ]
    }
    return (widths.max() ?? 0) + 8
  }
}
