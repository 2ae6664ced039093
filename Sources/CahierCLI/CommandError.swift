import Foundation

/// What is wrong with a command's input; all wording is in `errorDescription`.
enum CommandError: Error, Hashable, LocalizedError {
  case cannotWrite(String, reason: String)
  case outputIsFolder(String)
  case outputIsNotebook(String)
  case sameOutput(String, String, output: String)
  case alreadyExists(String)
  case notAName(String)
  case parameter(String)
  case unknownCommand(String, nearest: String?, known: [String])
  case notebookAsCommand(String)
  case unknownLabel(String, notebook: String, nearest: String?, known: [String])
  case noRunPlace(String, command: String?)
  case unknownRun(String, nearest: String?)
  case ambiguousRun(String, names: [String])
  case folderNotEmpty(String)
  case cannotRead(String)
  case notRunYet(String)
  case outsideBundle(String)
  case badBundle(String, reason: String)
  case newerBundle(String, format: Int, supported: Int)
  case bundleRunsNothing(String)
  case unknownData(String, nearest: String?, known: [String])
  case noDataNamed([String])

  var errorDescription: String? {
    switch self {
    case .cannotWrite(let path, let reason): "\(path): Cannot be written. \(reason)"
    case .outputIsFolder(let path):
      "\(path): This is a folder. Give '-o' a file, or use '--output-dir' for a folder."
    case .outputIsNotebook(let path): "\(path): The report would replace the notebook. Give '-o' another name."
    case .sameOutput(let first, let second, let output):
      "\(second): Its report would replace that of \(first), \(output). Render them one by one with '-o'."
    case .alreadyExists(let path): "\(path): There is a file already. Choose another name."
    case .notAName(let name): "'\(name)' is no name for a notebook. Give a file name such as 'first-steps'."
    case .parameter(let text): "'-P \(text)' is not a parameter. Write it as name:value, such as '-P epochs:3'."
    case .unknownCommand(let name, let nearest?, _): "There is no command '\(name)'. Did you mean '\(nearest)'?"
    case .unknownCommand(let name, nil, let known):
      "There is no command '\(name)'. The commands are \(known.joined(separator: ", "))."
    case .notebookAsCommand(let file):
      "'\(file)' is a notebook, not a command. Render it with: cahier render \(ShellWord.quoted(file))"
    case .unknownLabel(let label, let file, let nearest?, _):
      "\(file): No cell has the label '\(label)'. Did you mean '\(nearest)'?"
    case .unknownLabel(let label, let file, nil, let known):
      "\(file): No cell has the label '\(label)'. "
        + (known.isEmpty ? "None has a label." : "The labels are \(known.joined(separator: ", ")).")
    case .noRunPlace(let path, let command?):
      "\(path): There is no such notebook or folder. Did you mean 'cahier runs \(command)'?"
    case .noRunPlace(let path, nil): "\(path): There is no such notebook or folder."
    case .unknownRun(let text, let nearest?): "There is no run '\(text)'. Did you mean '\(nearest)'?"
    case .unknownRun(let text, nil): "There is no run '\(text)'. List them with: cahier runs"
    case .ambiguousRun(let text, let names):
      "'\(text)' is the beginning of \(names.count) runs: \(names.prefix(4).joined(separator: ", "))"
        + "\(names.count > 4 ? ", …" : ""). Give more digits."
    case .folderNotEmpty(let path): "\(path): This folder is not empty. Choose another one."
    case .cannotRead(let path): "\(path): Cannot be read."
    case .notRunYet(let path):
      "\(path): It has not been run yet, so there is nothing to bundle. Render it first."
    case .outsideBundle(let path):
      "\(path): A bundle holds only files at and below its notebook's folder, and no hidden ones. Move it there."
    case .badBundle(let path, let reason): "\(path): Not a sound bundle: \(reason)."
    case .newerBundle(let path, let format, let supported):
      "\(path): The bundle has format \(format), written by a newer Cahier; this one reads up to \(supported)."
    case .unknownData(let name, let nearest?, _): "There is no data set '\(name)'. Did you mean '\(nearest)'?"
    case .unknownData(let name, nil, let known):
      "There is no data set '\(name)'. The sets are \(known.joined(separator: ", "))."
    case .noDataNamed(let known): "Say which data sets: \(known.joined(separator: ", "))."
    case .bundleRunsNothing(let path):
      "\(path): A bundle is drawn from its record. To run its cells: cahier unbundle \(ShellWord.quoted(path))"
    }
  }
}
