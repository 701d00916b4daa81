/// A value that does not have the shape a document needs: where it is, and what was expected there.
package struct JSONShapeError: Error, Equatable {
  /// JSON pointer (RFC 6901) of the value, such as `/models/3/parameters`.
  package let pointer: String
  package let expected: String

  package init(pointer: String, expected: String) {
    self.pointer = pointer
    self.expected = expected
  }
}

/// A value together with the way to it, so that every complaint names its place.
package struct JSONNode {
  package let value: JSONValue
  private let path: Path

  private indirect enum Path {
    case root
    case key(String, Path)
    case index(Int, Path)
  }

  package init(_ value: JSONValue) {
    (self.value, self.path) = (value, .root)
  }

  private init(_ value: JSONValue, _ path: Path) {
    (self.value, self.path) = (value, path)
  }

  /// The pointer of this value; the document itself is the empty pointer.
  package var pointer: String {
    var steps: [String] = []
    var rest = path
    while true {
      switch rest {
      case .root: return steps.reversed().map { "/" + $0 }.joined()
      case .key(let key, let parent):
        steps.append(key.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) })
        rest = parent
      case .index(let index, let parent):
        steps.append(String(index))
        rest = parent
      }
    }
  }

  /// The error that this value is not what was expected.
  package func mismatch(_ expected: String) -> JSONShapeError {
    JSONShapeError(pointer: pointer, expected: "\(expected), not \(value.kind)")
  }

  /// The member with that key, or `nil` when it is missing or null.
  package func optional(_ key: String) throws(JSONShapeError) -> JSONNode? {
    guard case .object = value else { throw mismatch("an object") }
    guard let member = value[key], member != .null else { return nil }
    return JSONNode(member, .key(key, path))
  }

  /// The member with that key; missing or null is an error.
  package func required(_ key: String) throws(JSONShapeError) -> JSONNode {
    guard let node = try optional(key) else {
      throw JSONShapeError(pointer: pointer + "/" + key, expected: "a value; the key \"\(key)\" is missing or null")
    }
    return node
  }

  package func string() throws(JSONShapeError) -> String {
    guard let string = value.string else { throw mismatch("a string") }
    return string
  }

  package func bool() throws(JSONShapeError) -> Bool {
    guard let bool = value.bool else { throw mismatch("true or false") }
    return bool
  }

  package func number() throws(JSONShapeError) -> Double {
    guard let number = value.number else { throw mismatch("a number") }
    return number
  }

  /// A whole number inside `range`.
  package func integer(in range: ClosedRange<Int> = 0...Int.max) throws(JSONShapeError) -> Int {
    guard let integer = value.integer, range.contains(integer) else {
      let bounds =
        range.upperBound == Int.max ? "≥ \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw mismatch("a whole number \(bounds)")
    }
    return integer
  }

  package func elements() throws(JSONShapeError) -> [JSONNode] {
    guard let array = value.array else { throw mismatch("an array") }
    return array.enumerated().map { JSONNode($1, .index($0, path)) }
  }

  package func members() throws(JSONShapeError) -> [(key: String, node: JSONNode)] {
    guard let members = value.members else { throw mismatch("an object") }
    return members.map { ($0.key, JSONNode($0.value, .key($0.key, path))) }
  }
}
