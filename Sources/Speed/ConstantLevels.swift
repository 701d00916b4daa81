import Base

/// One part of the constants at every level that has it, the most general first: a constant is the product of its levels.
struct ConstantLevels {
  private let nodes: [JSONNode]

  init(_ levels: [JSONNode], _ part: String) throws(JSONShapeError) {
    var nodes: [JSONNode] = []
    for level in levels { if let node = try level.optional(part) { nodes.append(node) } }
    self.nodes = nodes
  }

  /// The product of the levels that have the constant; an error where none has it.
  func product(_ name: String) throws(JSONShapeError) -> Double {
    var (product, isKnown) = (1.0, false)
    for node in nodes {
      guard let factor = try node.optional(name) else { continue }
      product *= try factor.number()
      isKnown = true
    }
    guard isKnown else { throw missing(name) }
    return product
  }

  /// What the most special level that has it says.
  func deepest(_ name: String) throws(JSONShapeError) -> JSONNode {
    for node in nodes.reversed() { if let value = try node.optional(name) { return value } }
    throw missing(name)
  }

  private func missing(_ name: String) -> JSONShapeError {
    let expected = "the constant \"\(name)\" at one of its levels"
    return nodes.last?.complaint(expected) ?? JSONShapeError(pointer: "", line: 1, expected: expected)
  }
}

extension Bands {
  init(_ node: JSONNode) throws(JSONShapeError) {
    self.init(dense: try Band(node.required("dense")), experts: try Band(node.required("experts")))
  }
}

extension Band {
  /// Two factors on a speed: the low one, the high one.
  fileprivate init(_ node: JSONNode) throws(JSONShapeError) {
    var factors: [Double] = []
    for factor in try node.elements() { factors.append(try factor.number()) }
    guard factors.count == 2, 0 < factors[0], factors[0] <= 1, factors[1] >= 1 else {
      throw node.mismatch("two factors around one")
    }
    self.init(slower: 1 / factors[0], faster: factors[1])
  }
}
