extension RunKey {
  /// One part in which two keys differ, in words.
  public struct Change: Hashable, Sendable {
    /// Such as `learning rate`, `layer 3`, `training data`.
    public var part: String
    /// Both are `nil` where the values say nothing to people, one where the part was added or removed.
    public var old: String?
    public var new: String?

    public init(part: String, old: String?, new: String?) {
      self.part = part
      self.old = old
      self.new = new
    }
  }

  /// In which parts this key differs from an earlier one; empty for equal keys.
  public func changes(from old: RunKey) -> [Change] {
    var changes = Self.changes(inLayers: architecture, from: old.architecture)
    // Other layers or another seed bring other weights: that is no change of its own.
    if initialWeights != old.initialWeights, architecture == old.architecture, seed == old.seed {
      changes.append(Change(part: "initial weights", old: nil, new: nil))
    }
    if trainingData != old.trainingData { changes.append(Change(part: "training data", old: nil, new: nil)) }
    changes += Self.changes(inCalls: augmentation ?? [], from: old.augmentation ?? [], part: "augmentation")
    if validationData != old.validationData {
      let isBoth = validationData != nil && old.validationData != nil
      func word(_ data: String?) -> String? { isBoth ? nil : data == nil ? "none" : "given" }
      changes.append(Change(part: "validation data", old: word(old.validationData), new: word(validationData)))
    }
    changes += Self.changes(from: Call(old.optimizer), to: Call(optimizer), part: "optimizer")
    changes += Self.changes(
      inCalls: schedule.map { [$0] } ?? [], from: old.schedule.map { [$0] } ?? [], part: "schedule")
    func compare(_ part: String, _ old: String, _ new: String) {
      if old != new { changes.append(Change(part: part, old: old, new: new)) }
    }
    compare("loss", Call.words(old.loss), Call.words(loss))
    compare("class weights", Self.words(old.classWeights), Self.words(classWeights))
    compare("batch size", "\(old.batchSize)", "\(batchSize)")
    changes += Self.changes(inCalls: callbacks, from: old.callbacks, part: "callback")
    compare("seed", "\(Int64(bitPattern: old.seed))", "\(Int64(bitPattern: seed))")
    compare("engine numerics", "\(old.numericsVersion)", "\(numericsVersion)")
    return changes
  }

  /// Every part with its value, as a list of a run's settings shows it.
  public var parts: [(name: String, value: String)] {
    var parts = architecture.enumerated().map { place, line in
      place == 0
        ? (name: "input", value: Call(line).arguments.first?.value ?? line) : (name: "layer \(place)", value: line)
    }
    let call = Call(optimizer)
    parts.append(("optimizer", call.name))
    parts += call.arguments.map { (Call.words($0.label ?? "setting"), $0.value) }
    parts += schedule.map { [("schedule", $0)] } ?? []
    parts.append(("loss", Call.words(loss)))
    parts += classWeights.map { [("class weights", Self.words($0))] } ?? []
    parts.append(("batch size", "\(batchSize)"))
    parts += callbacks.map { ("callback", $0) }
    parts.append(("seed", "\(Int64(bitPattern: seed))"))
    parts.append(("initial weights", String(initialWeights.prefix(16))))
    parts.append(("training data", String(trainingData.prefix(16))))
    parts += (augmentation ?? []).map { ("augmentation", $0) }
    parts.append(("validation data", validationData.map { String($0.prefix(16)) } ?? "none"))
    parts.append(("engine numerics", "\(numericsVersion)"))
    return parts
  }

  private static func words(_ weights: [Double]?) -> String {
    weights.map { $0.map { "\($0)" }.joined(separator: ", ") } ?? "none"
  }

  // MARK: Parts

  private static func changes(inLayers new: [String], from old: [String]) -> [Change] {
    func part(_ place: Int) -> String { place == 0 ? "input" : "layer \(place)" }
    func change(_ place: Int, _ old: String, _ new: String) -> Change {
      let (before, after) = Call(old).shortened(against: Call(new))
      return Change(part: part(place), old: before, new: after)
    }
    if new.count == old.count {
      return zip(old, new).enumerated().compactMap { place, lines in
        lines.0 == lines.1 ? nil : change(place, lines.0, lines.1)
      }
    }
    var removed: [Int: String] = [:]
    var inserted: [Int: String] = [:]
    for step in new.difference(from: old) {
      switch step {
      case .remove(let place, let line, _): removed[place] = line
      case .insert(let place, let line, _): inserted[place] = line
      }
    }
    var changes: [(Int, Change)] = []
    for (place, line) in removed {
      if let other = inserted.removeValue(forKey: place) {
        changes.append((place, change(place, line, other)))
      } else {
        changes.append((place, Change(part: part(place), old: line, new: nil)))
      }
    }
    changes += inserted.map { ($0, Change(part: part($0), old: nil, new: $1)) }
    return changes.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Call by call and setting by setting; where calls were added or removed, these; else the whole list's new order.
  private static func changes(inCalls new: [String], from old: [String], part: String) -> [Change] {
    guard new != old else { return [] }
    let (before, after) = (old.map(Call.init), new.map(Call.init))
    if before.map(\.name) == after.map(\.name) {
      return zip(before, after).flatMap { pair in
        changes(from: pair.0, to: pair.1, part: part).map {
          Change(part: "\(Call.words(pair.1.name)) \($0.part)", old: $0.old, new: $0.new)
        }
      }
    }
    let others =
      after.filter { call in !before.contains { $0.name == call.name } }
      .map { Change(part: part, old: nil, new: $0.text) }
      + before.filter { call in !after.contains { $0.name == call.name } }
      .map { Change(part: part, old: $0.text, new: nil) }
    guard others.isEmpty else { return others }
    return [Change(part: part, old: old.joined(separator: ", "), new: new.joined(separator: ", "))]
  }

  /// Setting by setting where the name is the same.
  private static func changes(from old: Call, to new: Call, part: String) -> [Change] {
    guard old.text != new.text else { return [] }
    guard old.name == new.name, old.arguments.map(\.label) == new.arguments.map(\.label) else {
      return [Change(part: part, old: old.text, new: new.text)]
    }
    return zip(old.arguments, new.arguments).filter { $0.value != $1.value }.map {
      Change(part: $0.label.map(Call.words) ?? part, old: $0.value, new: $1.value)
    }
  }
}

/// A line such as `adam(learningRate: 0.001, beta1: 0.9)`, taken apart.
private struct Call {
  let text: String
  let name: String
  let arguments: [(label: String?, value: String)]

  init(_ text: String) {
    self.text = text
    guard let open = text.firstIndex(of: "("), text.last == ")" else {
      name = text
      arguments = []
      return
    }
    name = String(text[..<open])
    var parts: [String] = [""]
    var depth = 0
    for character in text[text.index(after: open)...].dropLast() {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    arguments = parts.filter { !$0.isEmpty }.map { part in
      let part = part.drop { $0 == " " }
      guard let colon = part.firstIndex(of: ":"), part[..<colon].allSatisfy({ $0.isLetter || $0.isNumber }) else {
        return (nil, String(part))
      }
      return (String(part[..<colon]), String(part[part.index(after: colon)...].drop { $0 == " " }))
    }
  }

  /// Two calls, each with those arguments only in which they differ.
  func shortened(against other: Call) -> (String, String) {
    guard name == other.name, arguments.map(\.label) == other.arguments.map(\.label) else { return (text, other.text) }
    let places = arguments.indices.filter { arguments[$0].value != other.arguments[$0].value }
    func line(_ call: Call) -> String {
      let texts = places.map { place in
        let argument = call.arguments[place]
        return argument.label.map { "\($0): \(argument.value)" } ?? argument.value
      }
      return name == "Input" ? texts.joined() : "\(name)(\(texts.joined(separator: ", ")))"
    }
    return (line(self), line(other))
  }

  /// `learningRate` → `learning rate`.
  static func words(_ name: String) -> String {
    name.reduce(into: "") { words, letter in
      if letter.isUppercase, let last = words.last, last.isLowercase { words += " " }
      words += letter.lowercased()
    }
  }
}
