import ArgumentParser
import Foundation
import Notebooks
import Reports

struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Packs a notebook, its record and its runs into one file.",
    discussion: """
      'cahier render x.cahier' draws the report from it on any machine, without training and without the data set, \
      which is not in it. 'cahier unbundle x.cahier' makes a folder of it, to edit and to run. The file is a plain tar \
      archive.

      EXAMPLES
        cahier bundle notebooks/simple-cnn.md -o simple-cnn.cahier
      """)

  @Argument(help: ArgumentHelp("The notebook, rendered before.", valueName: "file"))
  var file: String
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The bundle (default: beside the notebook's report).", valueName: "file"))
  var output: String?

  func run() throws {
    try reportingOneLine {
      var place = URL(fileURLWithPath: output ?? "")
      if output == nil, case .file(let report) = OutputPlace(notebook: file, output: nil, folder: nil) {
        place = URL(fileURLWithPath: report).deletingPathExtension().appendingPathExtension(
          NotebookBundle.fileExtension)
      }
      let target = OutputFile(path: place.standardizedFileURL.path)
      try target.prepare()
      let data = try NotebookBundle(packing: file).data()
      try target.write(data)
      Terminal.writeResult("Output created: \(OutputPlace.shown(target.path)), \(Quantities.size(bytes: data.count))")
    }
  }
}

struct UnbundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unbundle",
    abstract: "Makes a folder of a bundle, to edit its notebook or run it.",
    discussion: """
      Text, captions, options and theme can be edited without the data set: draw the report again with \
      'cahier render --no-execute'. A render that runs the cells needs the data set, and says how to get it; what the \
      bundle holds is not trained again.

      EXAMPLES
        cahier unbundle simple-cnn.cahier            makes the folder simple-cnn
        cahier unbundle simple-cnn.cahier -o review
      """)

  @Argument(help: ArgumentHelp("The bundle.", valueName: "file"))
  var file: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The folder, which must be new or empty.", valueName: "dir"))
  var output: String?

  func run() throws {
    try reportingOneLine {
      let bundle = try NotebookBundle(contentsOf: file)
      let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
      let folder = OutputPlace.absolute(output ?? name)
      try bundle.unpack(to: folder)
      let notebook = ShellWord.quoted(OutputPlace.shown(folder + "/" + bundle.notebook))
      Terminal.writeResult(
        "Created \(OutputPlace.shown(folder)). Draw its report after an edit with: "
          + "cahier render --no-execute \(notebook)")
    }
  }
}
