import Foundation
import Testing

@testable import Cahier

@Suite("Figures of trainings, predictions, pictures and nets")
struct FigureTests {
  private func history(_ losses: [Double], stopped: Bool = false, restored: Int? = nil) -> History {
    History(
      epochs: losses.enumerated().map { index, loss in
        .init(
          number: index + 1, loss: loss / 2, accuracy: 1 - loss / 2, validationLoss: loss, validationAccuracy: 1 - loss,
          learningRate: index < 2 ? 1e-3 : 1e-5, seconds: 2)
      }, restoredEpoch: restored, stoppedEarly: stopped)
  }

  @Test("Learning curves mark the best epoch, an early stop and the weights that were kept")
  func markers() {
    let curves = history([0.5, 0.3, 0.4], stopped: true, restored: 1).curves(.loss, .learningRate)
    #expect(
      curves.panels[0].markers.map(\.label) == [
        "best: epoch 2", "stopped early: epoch 3", "weights kept: epoch 1",
      ])
    #expect(curves.strip?.yAxis?.scale == .log)
    #expect(
      curves.alternativeText.contains("Marked: stopped early: epoch 3 and weights kept: epoch 1."),
      "\(curves.alternativeText)")
    #expect(history([0.5, 0.3]).curves(.learningRate).panels.count == 1)
    #expect(history([0.5]).curves(smoothing: 0.5).smoothing == 0.5)
    #expect(history([]).curves().alternativeText.hasSuffix("no data."))
  }

  @Test("Over seconds each epoch stands where it ended, and the figure is marked as one of times")
  func seconds() {
    let curves = history([0.5, 0.3, 0.4]).curves(.accuracy, along: .seconds)
    #expect(curves.panels[0].series[1].x == [2, 4, 6] && curves.panels[0].markers[0].x == 4)
    #expect(curves.presentation?.isVolatile == true && curves.xLabel == "Seconds of training")
    let cost = history([0.5, 0.3]).cost(images: 100)
    #expect(cost.panels.map { $0.series[0].y } == [[2, 2], [50, 50]] && cost.presentation?.isVolatile == true)
    #expect(cost.alternativeText.contains("Speed stays at 50."))
  }

  @Test("Runs are overlaid by name")
  func comparison() {
    let runs = LineChart(comparing: ["a": history([0.5, 0.3]), "b": history([0.6])], .loss, .accuracy)
    #expect(runs.panels.map(\.title) == ["Validation loss", "Validation accuracy"])
    #expect(runs.alternativeText.contains("Validation loss of a falls from 0.5 to 0.3."))
    #expect(runs.panels[0].series.map(\.name) == ["a", "b"] && runs.panels[1].series[1].y == [0.4])
    #expect(LineChart(comparing: [("a", history([0.5]))]).panels[0].isPercent)
  }

  private let shapes = Shapes(train: 60, test: 20)

  private func predictions(_ data: ImageDataset) throws -> (Sequential, Predictions) {
    let model = try Sequential(input: [32, 32, 3], seed: 1) {
      Conv2D(filters: 4, kernelSize: 3, strides: 2, activation: .relu)
      Flatten()
      Dense(10, activation: .softmax)
    }
    return (model, try model.predict(data))
  }

  @Test("A net's filters and feature maps are pictures with their numbers")
  func pictures() throws {
    let (model, _) = try predictions(shapes.test)
    let filters = try model.filters()
    #expect(filters.cells.count == 4 && filters.cells[0].pixels.channels == 3)
    #expect(filters.summary?.hasPrefix("4 filters of conv2d, 3 × 3 × 3 weights each, from −0.") == true)
    let maps = try model.featureMaps(of: 2, in: shapes.test)
    #expect(maps.cells.count == 5 && maps.cells[1].pixels.width == 15 && maps.cells[1].pixels.channels == 1)
    #expect(maps.summary?.contains("4 channels of what leaves conv2d") == true)
    let dense = try model.featureMaps(of: 0, in: shapes.test, layer: "dense")
    #expect(dense.cells[1].pixels.width == 10 && dense.cells[1].pixels.height == 1)
    #expect(throws: ModelError.self) { try model.filters(of: "dense") }
    #expect(model.summary.table.columns.map(\.name).suffix(2) == ["Memory", "Mult-adds"])
  }

  @Test("A confusion matrix lists the pairs confused most, with the pictures that were")
  func confusion() throws {
    let (_, predictions) = try predictions(shapes.test)
    let chart = predictions.confusionMatrix.chart(examplesFrom: shapes.test, predictions: predictions, pairs: 2)
    let examples = try #require(chart.examples)
    #expect(examples.count == 2 && examples[0].count >= examples[1].count)
    for pair in examples {
      #expect(pair.pictures.count == min(pair.count, 8) && pair.truth != pair.predicted)
      let first = try #require(
        predictions.mistakes.first {
          predictions.classNames[predictions.labels[$0]] == pair.truth
            && predictions.classNames[predictions.predictedLabels[$0]] == pair.predicted
        })
      #expect(pair.pictures[0] == shapes.test.pixels(of: first))
    }
    let bars = try #require(predictions.confusionMatrix.report.table.columns[2].bars)
    #expect(bars.count == 12 && bars.prefix(10).compactMap(\.self) == predictions.confusionMatrix.recall)
    // Records go through plain JSON, which has no number for "none".
    let table = predictions.confusionMatrix.report.table
    #expect(try JSONDecoder().decode(Table.self, from: JSONEncoder().encode(table)) == table)
    #expect(table.columns[4].bars?.suffix(2) == [nil, nil])
    let top = predictions.topKChart(upTo: 3)
    #expect(top.bars.map(\.value) == [1, 2, 3].map(predictions.topK))
    #expect(top.figure.alternativeText.contains("among the 3 likeliest for \(predictions.topK(3).percent())."))
    #expect(predictions.calibration().chart.bins.map(\.count).reduce(0, +) == 20)
  }

  @Test("Pictures of a data set stand in rows by class, also where classes have few")
  func samples() throws {
    let few = shapes.train.subset((0..<60).filter { shapes.train.labels[$0] != 3 || $0 < 20 })
    let grid = few.sampleGrid(perClass: 4)
    let sections = try #require(grid.sections)
    #expect(sections.map(\.title) == few.classNames)
    #expect(sections.map(\.count) == few.classCounts.map { min($0, 4) })
    #expect(grid.cells.count == sections.reduce(0) { $0 + $1.count })
    let averages = shapes.train.classAverages
    #expect(averages.cells.map(\.caption) == shapes.train.classNames)
    #expect(averages.alternativeText.contains("is brightest on average"))
    let histogram = shapes.train.pixelHistogram
    #expect(histogram.series.map(\.name) == ["Red", "Green", "Blue"])
    #expect(histogram.series.allSatisfy { $0.counts.reduce(0, +) == 60 * 32 * 32 })
    #expect(histogram.series.map { $0.mean ?? 0 } == shapes.train.channelMeans)
    let pairs = shapes.train.beforeAndAfter([0, 5], variants: 2) { image, variant in
      var image = image
      image[0, 0, 0] = UInt8(variant)
      return image
    }
    #expect(pairs.cells.count == 6 && pairs.columns == 3 && pairs.cells[2].pixels.bytes[0] == 1)
  }

  @Test("A grid shows what training sees of an image, epoch by epoch, and what was mixed in")
  func augmentation() throws {
    let set = shapes.train.augmented {
      HorizontalFlip(probability: 1)
      MixUp(alpha: 1)
      Normalize(mean: [0.5, 0.5, 0.5], deviation: [0.1, 0.1, 0.1])
    }
    let grid = try set.beforeAndAfter([0, 5], epochs: 3, seed: 2)
    #expect(grid.cells.count == 8 && grid.columns == 4 && grid.columnTitles == ["before", "after"])
    #expect(grid.cells[0].pixels == shapes.train.pixels(of: 0) && grid.cells[0].caption.isEmpty)
    #expect(grid.cells[1].caption.contains(" % "))
    #expect(Set(grid.cells.map(\.pixels)).count == 8)
    let flipped = try shapes.train.augmented { HorizontalFlip(probability: 1) }.beforeAndAfter([0], epochs: 1)
    let (before, after) = (flipped.cells[0].pixels, flipped.cells[1].pixels)
    #expect(after.bytes.prefix(3) == before.bytes[31 * 3..<32 * 3])
    #expect(flipped.alternativeText.contains("1 image and what training sees of it in the first 1 epoch."))
    #expect(throws: ModelError.self) { try shapes.train.augmented { Cutout(-1) }.beforeAndAfter([0]) }
  }
}
