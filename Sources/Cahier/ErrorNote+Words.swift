import CellOutput
import Foundation

extension CellMessage.ErrorNote {
  /// The error in its own words: its localized description, its description, or its case with the values.
  init(_ error: any Error) {
    self.init(message: Self.words(of: error), typeName: String(describing: type(of: error)))
  }

  private static func words(of error: any Error) -> String {
    if let problem = error as? Problem { return problem.message }
    if let cocoa = error as? CocoaError {
      return [cocoa.localizedDescription, cocoa.filePath].compactMap(\.self).joined(separator: " ")
    }
    if let text = (error as? any LocalizedError)?.errorDescription { return text }
    // A case alone (`broken(part: 2)`) says too little; a struct's description names its type.
    let speaks = type(of: error) is any CustomStringConvertible.Type
    return !speaks && Mirror(reflecting: error).displayStyle == .enum
      ? "\(type(of: error)).\(error)" : "\(error)"
  }
}
