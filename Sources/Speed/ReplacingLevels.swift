import Base

/// The same part of the constants at every level that has it, the most general first: a later level's constant replaces an
/// earlier one's.
struct ReplacingLevels: Sendable {
  private let nodes: [JSONNode]
  /// What the most special level says.
  let deepest: JSONNode

  /// `deepest` is the last level.
  init(_ general: [JSONNode] = [], deepest: JSONNode) {
    (nodes, self.deepest) = (general + [deepest], deepest)
  }

  /// The member of that name at the levels that have it; nil where none has.
  func optional(_ name: String) throws(JSONShapeError) -> ReplacingLevels? {
    var found: [JSONNode] = []
    for node in nodes { if let value = try node.optional(name) { found.append(value) } }
    guard let last = found.popLast() else { return nil }
    return ReplacingLevels(found, deepest: last)
  }

  func required(_ name: String) throws(JSONShapeError) -> ReplacingLevels {
    guard let value = try optional(name) else {
      throw deepest.complaint("the constant \"\(name)\" at one of its levels")
    }
    return value
  }

  func number() throws(JSONShapeError) -> Double { try deepest.number() }

  /// The members of the most general level, as all levels have them.
  func members() throws(JSONShapeError) -> [(key: String, levels: ReplacingLevels)] {
    var members: [(key: String, levels: ReplacingLevels)] = []
    for (key, _) in try nodes[0].members() { members.append((key, try required(key))) }
    return members
  }
}
