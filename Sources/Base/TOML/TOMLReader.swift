/// Reads the lines of a TOML text: headers, keys and what they are given.
struct TOMLReader {
  /// Arrays and inline tables may nest this deep, so that a hostile text ends in an error and not in a full stack.
  static let maximumDepth = 64

  let bytes: [UInt8]
  var position = 0
  var line = 1
  let root = TOMLItem(.table([]), line: 1, isOpen: true)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  mutating func read() throws(JSONSyntaxError) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw failure("text in UTF-8") }
    var table = root
    while true {
      try skipLines()
      guard let byte = peek else { return }
      if byte == UInt8(ascii: "[") { table = try header() } else { try assignment(in: table, depth: 0) }
      skipBlanks()
      try skipComment()
      guard peek == nil || takeNewline() else { throw failure("the end of the line") }
    }
  }

  // MARK: Headers and keys

  private mutating func header() throws(JSONSyntaxError) -> TOMLItem {
    let start = line
    position += 1
    let isElement = take("[")
    let path = try keys()
    guard take("]"), !isElement || take("]") else { throw failure(isElement ? "']]'" : "']'") }
    var table = root
    for key in path.dropLast() { table = try step(into: key, of: table, line: start) }
    let last = path[path.count - 1]
    if isElement {
      let element = TOMLItem(.table([]), line: start, isOpen: true)
      element.isNamed = true
      if let list = table[last] {
        guard list.isListOfTables, case .array(let elements) = list.kind else { throw twice(last) }
        list.kind = .array(elements + [element])
      } else {
        let list = TOMLItem(.array([element]), line: start, isOpen: false)
        list.isListOfTables = true
        table.add(last, list)
      }
      return element
    }
    if let present = table[last] {
      guard case .table = present.kind, present.isOpen, !present.isNamed else { throw twice(last) }
      present.isNamed = true
      return present
    }
    let made = TOMLItem(.table([]), line: start, isOpen: true)
    made.isNamed = true
    table.add(last, made)
    return made
  }

  /// The table under a key, made where it is not there yet; of an array of tables its last.
  private func step(into key: String, of table: TOMLItem, line: Int) throws(JSONSyntaxError) -> TOMLItem {
    guard let present = table[key] else {
      let made = TOMLItem(.table([]), line: line, isOpen: true)
      table.add(key, made)
      return made
    }
    switch present.kind {
    case .table where present.isOpen: return present
    case .array(let items):
      if present.isListOfTables, let last = items.last { return last }
      throw twice(key)
    default: throw twice(key)
    }
  }

  /// `key = value`, the key with or without dots.
  mutating func assignment(in table: TOMLItem, depth: Int) throws(JSONSyntaxError) {
    let start = line
    let path = try keys()
    guard take("=") else { throw failure("'='") }
    var table = table
    for key in path.dropLast() {
      table = try step(into: key, of: table, line: start)
      // What dots have made, no header may open again.
      table.isNamed = true
    }
    skipBlanks()
    let last = path[path.count - 1]
    guard table[last] == nil else { throw twice(last) }
    table.add(last, try value(depth: depth))
  }

  private mutating func keys() throws(JSONSyntaxError) -> [String] {
    var path: [String] = []
    repeat {
      skipBlanks()
      path.append(try key())
      skipBlanks()
    } while take(".")
    guard path.count <= Self.maximumDepth else { throw failure("at most \(Self.maximumDepth) keys") }
    return path
  }

  private mutating func key() throws(JSONSyntaxError) -> String {
    if let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") { return try oneLineString(quote) }
    let start = position
    while let byte = peek, Self.isBare(byte) { position += 1 }
    guard position > start else { throw failure("a key") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  // MARK: Places

  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  func follows(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  /// Goes on behind `text` where it is next.
  mutating func take(_ text: String) -> Bool {
    guard follows(text) else { return false }
    position += text.utf8.count
    return true
  }

  mutating func skipBlanks() { while peek == 0x20 || peek == 0x09 { position += 1 } }

  mutating func takeNewline() -> Bool {
    guard take("\n") || take("\r\n") else { return false }
    line += 1
    return true
  }

  mutating func skipComment() throws(JSONSyntaxError) {
    guard peek == UInt8(ascii: "#") else { return }
    while let byte = peek, byte != 0x0A, !follows("\r\n") {
      guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { throw failure("a comment without control characters") }
      position += 1
    }
  }

  /// Blanks, comments and ends of lines.
  mutating func skipLines() throws(JSONSyntaxError) {
    repeat {
      skipBlanks()
      try skipComment()
    } while takeNewline()
  }

  func failure(_ expected: String) -> JSONSyntaxError {
    let begin = bytes[..<min(position, bytes.count)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONSyntaxError(line: line, column: position - begin + 1, expected: expected)
  }

  private func twice(_ key: String) -> JSONSyntaxError { failure("a key that is not there already, not '\(key)'") }
}
