import Figures
import Foundation
import Testing

@testable import Plotting

/// Writes every sample to look at, when asked: `CAHIER_GALLERY=/some/folder swift test --filter Gallery`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["CAHIER_GALLERY"] != nil))
struct GalleryTests {
  @Test("The gallery can be written")
  func gallery() throws {
    let folder = URL(filePath: ProcessInfo.processInfo.environment["CAHIER_GALLERY"] ?? "")
    let renderer = FigureRenderer()
    var page = ""
    for (index, sample) in Samples.all.enumerated() {
      for appearance in Appearance.allCases {
        try renderer.png(for: sample.figure, scale: 2, appearance: appearance)
          .write(to: folder.appending(path: "\(sample.name)-\(appearance).png"))
      }
      try FigureRenderer(width: FigureRenderer.narrowWidth).png(for: sample.figure, scale: 2)
        .write(to: folder.appending(path: "\(sample.name)-narrow.png"))
      try renderer.pdf(for: sample.figure).write(to: folder.appending(path: "\(sample.name).pdf"))
      let svg = try renderer.svg(for: sample.figure, idPrefix: "f\(index)")
      try svg.write(to: folder.appending(path: "\(sample.name).svg"), atomically: true, encoding: .utf8)
      print(sample.name, svg.utf8.count)
      page +=
        "<figure>\(svg)<figcaption>\(sample.name): \(sample.figure.content.alternativeText)</figcaption></figure>\n"
    }
    for theme in ["light", "dark"] {
      let head = "<meta charset=utf-8><meta name=viewport content='width=device-width'><title>Gallery</title>"
      let style =
        "body{max-width:720px;margin:16px auto;padding:0 16px;font:16px sans-serif;background:light-dark(#fff,#15181c);color:light-dark(#222,#ddd);color-scheme:\(theme)}figure{margin:2em 0}"
      try
        "<!doctype html><html lang=en data-theme=\(theme)>\(head)<style>\(style)\n\(FigureStyleSheet.css)</style>\(page)"
        .write(to: folder.appending(path: "\(theme).html"), atomically: true, encoding: .utf8)
    }
  }
}
