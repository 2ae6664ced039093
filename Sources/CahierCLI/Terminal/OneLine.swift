import ArgumentParser
import CellOutput
import Datasets
import Foundation
import Runs

/// Runs a command's work; says what goes wrong on one line, and ends with the status for wrong input.
func reportingOneLine(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch {
    switch error {
    case let problem as Problem: Terminal.writeLine(problem.message)
    case let fault as DatasetError: Terminal.writeLine(fault.description)
    case let fault as RunError: Terminal.writeLine(fault.description)
    default: Terminal.writeLine(error.localizedDescription)
    }
    throw ExitCode(ExitStatus.input)
  }
}
