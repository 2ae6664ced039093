import Learning

extension CellRecorder {
  static var recordedThreads: Int { 1 }
  static var recordedInstructionSet: String { "portable" }

  static func installTrainingEnvironment() {}
}
