/// A place in a `JSONTape`: reads like a `JSONNode`, but makes only what is asked for.
///
/// Valid only inside `JSONTape.read`.
package struct JSONCursor {
  let entries: UnsafePointer<JSONTape.Entry>
  let bytes: UnsafeBufferPointer<UInt8>
  let index: Int

  private var entry: JSONTape.Entry { entries[index] }
  private var content: UnsafeBufferPointer<UInt8> {
    let start = Int(entry.start)
    return UnsafeBufferPointer(rebasing: bytes[start..<start + Int(entry.count)])
  }

  private func at(_ index: Int) -> JSONCursor { JSONCursor(entries: entries, bytes: bytes, index: index) }

  /// The member with that key, or `nil` when it is missing or null.
  package func optional(_ key: StaticString) throws(JSONShapeError) -> JSONCursor? {
    guard entry.kind == .object else { throw mismatch("an object") }
    var position = index + 1
    let end = Int(entry.next)
    while position < end {
      let value = at(position + 1)
      if at(position).spells(key) { return value.entry.kind == .null ? nil : value }
      position = Int(value.entry.next)
    }
    return nil
  }

  /// The member with that key; missing or null is an error.
  package func required(_ key: StaticString) throws(JSONShapeError) -> JSONCursor {
    guard let value = try optional(key) else {
      throw JSONShapeError(pointer: pointer + "/\(key)", expected: "a value; the key \"\(key)\" is missing or null")
    }
    return value
  }

  package var isInteger: Bool { integerValue != nil }
  package var isString: Bool { entry.kind == .string || entry.kind == .escapedString }
  package var isObject: Bool { entry.kind == .object }

  package func string() throws(JSONShapeError) -> String {
    guard isString else { throw mismatch("a string") }
    return text
  }

  package func bool() throws(JSONShapeError) -> Bool {
    guard entry.kind == .bool else { throw mismatch("true or false") }
    return bytes[Int(entry.start)] == UInt8(ascii: "t")
  }

  package func number() throws(JSONShapeError) -> Double {
    if let integer = plainInteger { return Double(integer) }
    guard entry.kind == .number || entry.kind == .integer, let number = Double(text) else { throw mismatch("a number") }
    return number
  }

  /// A whole number inside `range`.
  package func integer(in range: ClosedRange<Int> = 0...Int.max) throws(JSONShapeError) -> Int {
    guard let integer = integerValue, range.contains(integer) else {
      let bounds =
        range.upperBound == Int.max ? "≥ \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw mismatch("a whole number \(bounds)")
    }
    return integer
  }

  package func elements() throws(JSONShapeError) -> Elements {
    guard entry.kind == .array else { throw mismatch("an array") }
    return Elements(cursor: self, position: index + 1)
  }

  package func members() throws(JSONShapeError) -> Members {
    guard entry.kind == .object else { throw mismatch("an object") }
    return Members(cursor: self, position: index + 1)
  }

  /// The value with all it holds.
  package var value: JSONValue {
    switch entry.kind {
    case .null: return .null
    case .bool: return .bool(bytes[Int(entry.start)] == UInt8(ascii: "t"))
    case .string, .escapedString: return .string(text)
    case .integer, .number:
      if let integer = plainInteger { return .integer(integer) }
      return (try? JSONParser.parse(content)) ?? .null
    case .array: return .array(Elements(cursor: self, position: index + 1).map(\.value))
    case .object:
      return .object(Members(cursor: self, position: index + 1).map { JSONValue.Member($0.key, $0.node.value) })
    }
  }

  /// The error that this value is not what was expected.
  package func mismatch(_ expected: String) -> JSONShapeError {
    let kind =
      switch entry.kind {
      case .null: "null"
      case .bool: "a boolean"
      case .integer, .number: "a number"
      case .string, .escapedString: "a string"
      case .array: "an array"
      case .object: "an object"
      }
    return JSONShapeError(pointer: pointer, expected: "\(expected), not \(kind)")
  }

  /// The pointer of this value; found by walking from the document's outermost value.
  package var pointer: String {
    var pointer = ""
    var place = at(0)
    while place.index != index {
      if place.entry.kind == .object {
        guard let (key, node) = Members(cursor: place, position: place.index + 1).first(where: { $0.node.holds(index) })
        else { return pointer }
        pointer += "/" + key.reduce(into: "") { $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1) }
        place = node
      } else {
        let children = Elements(cursor: place, position: place.index + 1)
        guard let (number, node) = children.enumerated().first(where: { $0.element.holds(index) }) else {
          return pointer
        }
        pointer += "/\(number)"
        place = node
      }
    }
    return pointer
  }

  private func holds(_ other: Int) -> Bool { index <= other && other < Int(entry.next) }

  private var text: String {
    guard entry.kind == .escapedString else { return String(decoding: content, as: UTF8.self) }
    let start = Int(entry.start)
    let literal = UnsafeBufferPointer(rebasing: bytes[start - 1..<start + Int(entry.count) + 1])
    return (try? JSONParser.parse(literal))?.string ?? ""
  }

  private func spells(_ key: StaticString) -> Bool {
    guard entry.kind == .string else { return text == "\(key)" }
    guard Int(entry.count) == key.utf8CodeUnitCount else { return false }
    let start = Int(entry.start)
    for offset in 0..<key.utf8CodeUnitCount where bytes[start + offset] != key.utf8Start[offset] { return false }
    return true
  }

  /// A number written as a whole one of less than nineteen digits.
  private var plainInteger: Int? {
    guard entry.kind == .integer else { return nil }
    var integer = 0
    for byte in content where byte != UInt8(ascii: "-") { integer = integer &* 10 &+ Int(byte &- 48) }
    return content.first == UInt8(ascii: "-") ? -integer : integer
  }

  private var integerValue: Int? {
    if let integer = plainInteger { return integer }
    guard entry.kind == .number, let value = try? JSONParser.parse(content) else { return nil }
    return value.integer
  }

  /// The elements of an array, one after the other.
  package struct Elements: Sequence, IteratorProtocol {
    let cursor: JSONCursor
    var position: Int

    package mutating func next() -> JSONCursor? {
      guard position < Int(cursor.entry.next) else { return nil }
      let element = cursor.at(position)
      position = Int(element.entry.next)
      return element
    }
  }

  /// The members of an object, one after the other.
  package struct Members: Sequence, IteratorProtocol {
    let cursor: JSONCursor
    var position: Int

    package mutating func next() -> (key: String, node: JSONCursor)? {
      guard position < Int(cursor.entry.next) else { return nil }
      let node = cursor.at(position + 1)
      defer { position = Int(node.entry.next) }
      return (cursor.at(position).text, node)
    }
  }
}
