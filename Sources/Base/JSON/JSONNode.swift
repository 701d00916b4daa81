/// A value of a JSON text: reads what is asked for, and names its place in every complaint.
package struct JSONNode: Sendable {
  private let document: JSONDocument
  private let index: Int

  /// The outermost value of the JSON text in `bytes`, which must be UTF-8.
  package init(parsing bytes: [UInt8], _ options: JSONOptions = JSONOptions()) throws(JSONSyntaxError) {
    self = try bytes.withUnsafeBufferPointer { bytes throws(JSONSyntaxError) in
      try JSONNode(parsing: bytes, options)
    }
  }

  /// The same of bytes that live during the call.
  package init(
    parsing bytes: UnsafeBufferPointer<UInt8>, _ options: JSONOptions = JSONOptions()
  ) throws(JSONSyntaxError) {
    self.init(try JSONDocument(bytes, options), 0)
  }

  /// The same of bytes that live as long as the program, which are not copied.
  ///
  /// Of a long text so many levels of arrays and objects are looked into now, and the others when they are asked for; what is
  /// no JSON there is null.
  package init(lasting bytes: UnsafeBufferPointer<UInt8>, levels: Int = .max) throws(JSONSyntaxError) {
    self.init(try JSONDocument(lasting: bytes, levels: levels), 0)
  }

  package init(parsing text: String) throws(JSONSyntaxError) { try self.init(parsing: Array(text.utf8)) }

  private init(_ document: JSONDocument, _ index: Int) {
    (self.document, self.index) = (document, index)
  }

  private var entry: JSONDocument.Entry { document.entries[index] }

  private func at(_ index: Int, upTo last: StaticString? = nil) -> JSONNode {
    guard document.entries[index].kind == .unread,
      let part = try? JSONDocument(lasting: document.part(document.entries[index]), levels: 1, upTo: last)
    else { return JSONNode(document, index) }
    return JSONNode(part, 0)
  }

  /// The member with that key, or `nil` when it is missing or null.
  ///
  /// Of an object that has not been looked into, what comes after its member `last` need not be there.
  package func optional(_ key: String, upTo last: StaticString? = nil) throws(JSONShapeError) -> JSONNode? {
    guard entry.kind == .object else { throw mismatch("an object") }
    var key = key
    let found = key.withUTF8 { document.member(named: $0, of: index) }
    guard let found, document.entries[found].kind != .null else { return nil }
    return at(found, upTo: last)
  }

  /// Whether there is a member with that key, without looking into it.
  package func has(_ key: StaticString) -> Bool {
    member(key).map { document.entries[$0].kind != .null } ?? false
  }

  /// Whether there is an array with that key and something in it, without looking into it.
  package func hasElements(_ key: StaticString) -> Bool {
    guard let found = member(key) else { return false }
    let entry = document.entries[found]
    guard entry.kind == .unread else { return entry.kind == .array && Int(entry.next) > found + 1 }
    let text = document.part(entry)
    let first = text.dropFirst().first { !" \t\n\r".utf8.contains($0) }
    return text.first == UInt8(ascii: "[") && first != UInt8(ascii: "]")
  }

  private func member(_ key: StaticString) -> Int? {
    guard entry.kind == .object else { return nil }
    return document.member(named: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount), of: index)
  }

  /// The member with that key; missing or null is an error.
  package func required(_ key: String) throws(JSONShapeError) -> JSONNode {
    guard let value = try optional(key) else {
      throw JSONShapeError(
        pointer: pointer + "/" + Self.escaped(key), line: line,
        expected: "a value; the key \"\(key)\" is missing or null")
    }
    return value
  }

  package var isInteger: Bool { integerValue != nil }
  package var isString: Bool { entry.kind == .string || entry.kind == .escapedString }
  package var isObject: Bool { entry.kind == .object }
  package var isArray: Bool { entry.kind == .array }

  package func string() throws(JSONShapeError) -> String {
    guard isString else { throw mismatch("a string") }
    return text
  }

  /// Which of some texts a string is; nil where it is none.
  package func place(in texts: TextIndex) -> Int? {
    switch entry.kind {
    case .string: texts.place(of: document.part(entry))
    case .escapedString: texts.place(of: text)
    default: nil
    }
  }

  package func bool() throws(JSONShapeError) -> Bool {
    guard entry.kind == .bool else { throw mismatch("true or false") }
    return isTrue
  }

  package func number() throws(JSONShapeError) -> Double {
    switch entry.kind {
    case .integer: return Double(plainInteger)
    case .number:
      if let number = ShortDecimal.number(document.part(entry)) ?? Double(text) { return number }
    default: break
    }
    throw mismatch("a number")
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

  package func elements() throws(JSONShapeError) -> [JSONNode] {
    guard entry.kind == .array else { throw mismatch("an array") }
    return children
  }

  /// The first element of an array; nil where it is empty.
  package func first() throws(JSONShapeError) -> JSONNode? {
    guard entry.kind == .array else { throw mismatch("an array") }
    return Int(entry.next) > index + 1 ? at(index + 1) : nil
  }

  /// The elements of an array that has two; nil where it has not.
  package func two() throws(JSONShapeError) -> (JSONNode, JSONNode)? {
    guard entry.kind == .array else { throw mismatch("an array") }
    guard Int(entry.next) > index + 1 else { return nil }
    let second = Int(document.entries[index + 1].next)
    guard second < Int(entry.next), document.entries[second].next == entry.next else { return nil }
    return (at(index + 1), at(second))
  }

  /// The texts of an array of strings.
  package func strings() throws(JSONShapeError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }

  package func members() throws(JSONShapeError) -> [(key: String, node: JSONNode)] {
    guard entry.kind == .object else { throw mismatch("an object") }
    return namedChildren
  }

  /// A member of an object, of which nothing is made before it is asked for.
  package struct Member: Sendable {
    /// The key as a string.
    private let name: JSONNode

    fileprivate init(_ name: JSONNode) { self.name = name }

    package var key: String { name.text }
    package var node: JSONNode { name.at(name.index + 1) }

    /// Which of some texts the key is; nil where it is none.
    package func place(in texts: TextIndex) -> Int? { name.place(in: texts) }
  }

  /// The members of an object, for who looks at few of them.
  package func unreadMembers() throws(JSONShapeError) -> [Member] {
    guard entry.kind == .object else { throw mismatch("an object") }
    return keys.map { Member(JSONNode(document, $0)) }
  }

  /// The value with all it holds.
  package var value: JSONValue {
    switch entry.kind {
    case .null, .unread: .null
    case .bool: .bool(isTrue)
    case .string, .escapedString: .string(text)
    case .integer: .integer(plainInteger)
    case .number:
      ShortDecimal.number(document.part(entry)).map(JSONValue.number)
        ?? Int(text).map(JSONValue.integer) ?? .number(Double(text) ?? .nan)
    case .array: .array(children.map(\.value))
    case .object: .object(namedChildren.map { JSONValue.Member($0.key, $0.node.value) })
    }
  }

  /// A hash of the value as it is written, and of a number that it is read with.
  package func hash(with number: UInt64) -> UInt64 {
    TextHash.hash(document.part(entry)) &+ number &* 0x9e37_79b9_7f4a_7c15
  }

  /// The error that this value is not what was expected.
  package func mismatch(_ expected: String) -> JSONShapeError {
    let kind =
      switch entry.kind {
      case .null, .unread: "null"
      case .bool: "a boolean"
      case .integer, .number: "a number"
      case .string, .escapedString: "a string"
      case .array: "an array"
      case .object: "an object"
      }
    return complaint("\(expected), not \(kind)")
  }

  /// The case that a string names; the error lists the words that are allowed.
  package func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) throws(JSONShapeError) -> Word
  where Word.RawValue == String {
    let text = try string()
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw complaint("one of \(allowed), not \"\(text)\"")
    }
    return word
  }

  /// The error that something else was expected here.
  package func complaint(_ expected: String) -> JSONShapeError {
    JSONShapeError(pointer: pointer, line: line, expected: expected)
  }

  /// The line, counted from 1, on which this value begins.
  package var line: Int { document.line(at: Int(entry.start)) }

  /// The pointer of this value; found by walking from the document's outermost value.
  package var pointer: String {
    let entries = document.entries
    var pointer = ""
    var place = 0
    while place != index {
      let isObject = entries[place].kind == .object
      var (child, number) = (place + 1, 0)
      while true {
        let value = isObject ? child + 1 : child
        if index < Int(entries[value].next) {
          pointer += "/" + (isObject ? Self.escaped(at(child).text) : String(number))
          place = value
          break
        }
        (child, number) = (Int(entries[value].next), number + 1)
      }
    }
    return pointer
  }

  /// The value at a pointer that begins here, or the nearest one that holds it.
  package func nearest(to pointer: String) -> JSONNode {
    var node = self
    for step in pointer.split(separator: "/") {
      let key = step.replacing("~1", with: "/").replacing("~0", with: "~")
      let isObject = node.entry.kind == .object
      let child =
        isObject
        ? node.namedChildren.first { $0.key == key }?.node
        : node.children.enumerated().first { String($0.offset) == key }?.element
      guard let child, isObject || node.entry.kind == .array else { return node }
      node = child
    }
    return node
  }

  /// The elements of an array.
  private var children: [JSONNode] {
    var children: [JSONNode] = []
    children.reserveCapacity(count { Int(document.entries[$0].next) })
    var position = index + 1
    while position < Int(entry.next) {
      children.append(at(position))
      position = Int(document.entries[position].next)
    }
    return children
  }

  /// The members of an object.
  private var namedChildren: [(key: String, node: JSONNode)] {
    keys.map { (document.text(of: document.entries[$0]), at($0 + 1)) }
  }

  /// The indices of an object's keys, each before that of its value.
  private var keys: [Int] {
    var keys: [Int] = []
    keys.reserveCapacity(count { Int(document.entries[$0 + 1].next) })
    var position = index + 1
    while position < Int(entry.next) {
      keys.append(position)
      position = Int(document.entries[position + 1].next)
    }
    return keys
  }

  /// How many parts the value has, of which `next` tells where the one behind another begins.
  private func count(_ next: (Int) -> Int) -> Int {
    var (count, position) = (0, index + 1)
    while position < Int(entry.next) {
      count += 1
      position = next(position)
    }
    return count
  }

  private static func escaped(_ key: String) -> String {
    key.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  private var isTrue: Bool { document.bytes[Int(entry.start)] == UInt8(ascii: "t") }

  private var text: String { document.text(of: entry) }

  /// A number written as a whole one of less than nineteen digits.
  private var plainInteger: Int {
    let start = Int(entry.start)
    let isNegative = document.bytes[start] == UInt8(ascii: "-")
    var integer = 0
    for byte in document.bytes[start + (isNegative ? 1 : 0)..<start + Int(entry.count)] {
      integer = integer &* 10 &+ Int(byte &- 48)
    }
    return isNegative ? -integer : integer
  }

  private var integerValue: Int? {
    switch entry.kind {
    case .integer: plainInteger
    case .number: value.integer
    default: nil
    }
  }
}
