extension TOMLReader {
  mutating func value(depth: Int) throws(JSONSyntaxError) -> TOMLItem {
    guard depth < Self.maximumDepth else { throw failure("at most \(Self.maximumDepth) levels of nesting") }
    let start = line
    func plain(_ value: JSONValue) -> TOMLItem { TOMLItem(.plain(value), line: start, isOpen: false) }
    guard let byte = peek else { throw failure("a value") }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let triple = String(repeating: Character(UnicodeScalar(byte)), count: 3)
      return plain(.string(follows(triple) ? try longString(byte, triple) : try oneLineString(byte)))
    case UInt8(ascii: "["): return try array(depth: depth, start: start)
    case UInt8(ascii: "{"): return try inlineTable(depth: depth, start: start)
    default: return plain(try word())
    }
  }

  private mutating func array(depth: Int, start: Int) throws(JSONSyntaxError) -> TOMLItem {
    position += 1
    var items: [TOMLItem] = []
    while true {
      try skipLines()
      if take("]") { return TOMLItem(.array(items), line: start, isOpen: false) }
      items.append(try value(depth: depth + 1))
      try skipLines()
      if take(",") { continue }
      guard take("]") else { throw failure("',' or ']'") }
      return TOMLItem(.array(items), line: start, isOpen: false)
    }
  }

  private mutating func inlineTable(depth: Int, start: Int) throws(JSONSyntaxError) -> TOMLItem {
    position += 1
    let table = TOMLItem(.table([]), line: start, isOpen: true)
    skipBlanks()
    if !take("}") {
      repeat {
        try assignment(in: table, depth: depth + 1)
        skipBlanks()
      } while take(",")
      guard take("}") else { throw failure("',' or '}'") }
    }
    table.close()
    return table
  }

  // MARK: Strings

  mutating func oneLineString(_ quote: UInt8) throws(JSONSyntaxError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      if byte == quote {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { break }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try text.append(contentsOf: escape())
      } else {
        text.append(byte)
        position += 1
      }
    }
    throw failure("the quote that ends the string")
  }

  private mutating func longString(_ quote: UInt8, _ triple: String) throws(JSONSyntaxError) -> String {
    position += 3
    _ = takeNewline()
    var text: [UInt8] = []
    while let byte = peek {
      if take(triple) {
        // Up to two quotes may stand before the three that end it.
        for _ in 0..<2 where peek == quote {
          text.append(quote)
          position += 1
        }
        return String(decoding: text, as: UTF8.self)
      }
      if takeNewline() {
        text.append(0x0A)
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        if !(try skippedLineEnd()) { try text.append(contentsOf: escape()) }
      } else {
        guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { throw failure("text without control characters") }
        text.append(byte)
        position += 1
      }
    }
    throw failure("\(triple), which ends the string")
  }

  /// A backslash at the end of a line takes away all white space up to the next text.
  private mutating func skippedLineEnd() throws(JSONSyntaxError) -> Bool {
    let (start, startLine) = (position, line)
    position += 1
    skipBlanks()
    guard takeNewline() else {
      (position, line) = (start, startLine)
      return false
    }
    repeat { skipBlanks() } while takeNewline()
    return true
  }

  private mutating func escape() throws(JSONSyntaxError) -> [UInt8] {
    position += 1
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
      UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C,
    ]
    guard let byte = peek else { throw failure("an escaped character") }
    position += 1
    if let character = plain[byte] { return [character] }
    let count = byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "U") ? 8 : 0
    let digits = bytes[position...].prefix(count)
    guard count > 0, digits.count == count, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16), let scalar = UnicodeScalar(number)
    else { throw failure("an escape of TOML, such as \\n or \\u00e9") }
    position += count
    return Array(String(Character(scalar)).utf8)
  }

  // MARK: Words

  /// True, false, a number, or a date and time.
  private mutating func word() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    while let byte = peek, byte > 0x20, !",]}#".utf8.contains(byte) { position += 1 }
    // A time may stand behind a date and one blank.
    if position - start == 10, peek == 0x20, position + 1 < bytes.count, (0x30...0x39).contains(bytes[position + 1]) {
      position += 1
      while let byte = peek, byte > 0x20, !",]}#".utf8.contains(byte) { position += 1 }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if text == "true" { return true }
    if text == "false" { return false }
    if let number = Self.number(text) { return number }
    if Self.isDateOrTime(text) { return .string(text) }
    position = start
    throw failure(text.isEmpty ? "a value" : "a value, not \(text)")
  }

  static func number(_ text: String) -> JSONValue? {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
      return digits(text.dropFirst(2)) { $0.isHexDigit }.flatMap { Int($0, radix: radix) }.map(JSONValue.integer)
    }
    let unsigned = text.first == "+" || text.first == "-" ? text.dropFirst() : text[...]
    guard let plain = digits(unsigned, allowed: { $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) }),
      plain.first?.isNumber == true, plain.last?.isNumber == true
    else { return nil }
    // Numbers begin with no zero but the one before a point.
    let whole = plain.prefix { $0.isNumber }
    guard whole.count == 1 || whole.first != "0", !plain.contains(".e"), !plain.contains(".E") else { return nil }
    let signed = (text.first == "-" ? "-" : "") + plain
    if plain.allSatisfy(\.isNumber) { return Int(signed).map(JSONValue.integer) }
    return Double(signed).flatMap { $0.isFinite ? .number($0) : nil }
  }

  /// Digits without the underscores, each of which must stand between two of them.
  private static func digits(_ text: Substring, allowed: (Character) -> Bool) -> String? {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(allowed) }) else { return nil }
    let isBetweenDigits = zip(parts, parts.dropFirst()).allSatisfy {
      $0.last?.isHexDigit == true && $1.first?.isHexDigit == true
    }
    return isBetweenDigits ? parts.joined() : nil
  }

  private static func isDateOrTime(_ text: String) -> Bool {
    TextPattern(
      "^([0-9]{4}-[0-9]{2}-[0-9]{2})?[Tt ]?([0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})?$")?
      .isFound(in: text) ?? false
  }
}

extension TOMLItem {
  /// An inline table is whole, with all tables that dotted keys have made in it.
  func close() {
    isOpen = false
    if case .table(let members) = kind { members.forEach { $0.item.close() } }
  }
}
