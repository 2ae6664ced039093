/// The environment variables by which the tool tells a cell program what it is run for, beside `SequenceMark`'s token.
///
/// The program takes them out of its environment as soon as it has read them.
public enum ProgramVariables {
  /// `TrainingPolicy.text`; `auto` where it is missing.
  public static let training = "CAHIER_TRAINING"
  /// The notebook's file name, such as `simple-cnn.md`, under which the runs it trains are listed.
  public static let notebook = "CAHIER_NOTEBOOK"
}
