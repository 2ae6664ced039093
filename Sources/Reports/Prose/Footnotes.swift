internal import Notebooks

/// Footnotes, numbered in the order of their first references.
struct Footnotes {
  private(set) var content: [String: [MarkdownBlock]] = [:]
  /// Labels in the order of their numbers.
  private(set) var order: [String] = []
  private var placesByLabel: [String: [String]] = [:]
  private var identifiers: [String: String] = [:]
  private var pool: Identifiers

  init(blocks: [MarkdownBlock], identifiers pool: Identifiers) {
    self.pool = pool
    collect(blocks)
  }

  /// The note's number and the identifier of this reference to it; `nil` where no note has the label.
  mutating func refer(to label: String) -> (number: Int, place: String)? {
    guard content[label] != nil else { return nil }
    if !order.contains(label) {
      order.append(label)
      identifiers[label] = pool.claim("note-\(order.count)")
    }
    let number = order.firstIndex(of: label)! + 1
    let place = pool.claim("note-\(number)-place")
    placesByLabel[label, default: []].append(place)
    return (number, place)
  }

  func identifier(of label: String) -> String { identifiers[label] ?? "" }

  func places(of label: String) -> [String] { placesByLabel[label] ?? [] }

  private mutating func collect(_ blocks: [MarkdownBlock]) {
    BlockWalk.visit(blocks) { block in
      if case .footnote(let label, let blocks) = block { content[label] = blocks }
    }
  }
}
