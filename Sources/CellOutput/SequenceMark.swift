/// A few bytes in a program's standard output and error that say where a message of the other channel belongs.
///
/// The token is drawn anew for every run and unknown to the cells, so no output can be mistaken for a mark.
public enum SequenceMark {
  /// Where the cell program finds its token; it takes the variable out of its environment at once.
  public static let tokenVariable = "CAHIER_MARK_TOKEN"

  /// The mark's bytes: a unit separator, the token, the number, a unit separator; well below what a pipe takes in one piece.
  public static func bytes(number: Int, token: String) -> [UInt8] {
    [0x1F] + Array("\(token):\(number)".utf8) + [0x1F]
  }
}
