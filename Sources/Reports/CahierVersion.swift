/// The version that `cahier --version` prints and that a report names.
public enum CahierVersion {
  public static let current = "0.1.0"
}
