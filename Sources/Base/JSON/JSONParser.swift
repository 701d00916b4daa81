/// A text that is not JSON: where it stops being so, and what would have been right there.
package struct JSONSyntaxError: Error, Equatable {
  /// Line and column, both counted from 1; the column counts bytes.
  package let line: Int
  package let column: Int
  package let expected: String
}

/// Reads a whole JSON text (RFC 8259) from bytes into a `JSONValue`.
///
/// Written by hand because `FoundationEssentials` takes some ten times as long for the catalogue and reports no line
/// (docs/dependencies.md). Nesting is bounded, so a hostile text ends in an error and not in a full stack.
package struct JSONParser {
  /// Arrays and objects may nest this deep.
  package static let maximumDepth = 128

  private var bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  /// The value of the JSON text in `bytes`, which must be UTF-8.
  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in try parse(buffer) }
  }

  /// The value of the JSON text in `text`.
  package static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
    try parse(Array(text.utf8))
  }

  /// The value of the JSON text in `buffer`, which must be UTF-8 and live during the call.
  package static func parse(_ buffer: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser(bytes: buffer)
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == buffer.count else { throw parser.failure("the end of the text") }
    return value
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    skipSpace()
    guard depth < Self.maximumDepth else { throw failure("at most \(Self.maximumDepth) levels of nesting") }
    guard position < bytes.count else { throw failure("a value") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object(try objectMembers(depth: depth))
    case UInt8(ascii: "["): return .array(try arrayElements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func objectMembers(depth: Int) throws(JSONSyntaxError) -> [JSONValue.Member] {
    position += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw failure("a key in quotes") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw failure("':' after the key \"\(key)\"") }
      members.append(JSONValue.Member(key, try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw failure("',' or '}'") }
    }
  }

  private mutating func arrayElements(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else { throw failure("',' or ']'") }
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw failure("a value") }
    for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { throw failure("a value") }
    position += count
    return value
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    let negative = take(UInt8(ascii: "-"))
    let digits = position
    var integer = 0
    var fits = true
    while position < bytes.count, isDigit(bytes[position]) {
      let (product, tooLarge) = integer.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = product.addingReportingOverflow(Int(bytes[position] &- 48))
      (integer, fits) = (sum, fits && !tooLarge && !overflow)
      position += 1
    }
    guard position > digits else {
      position = start
      throw failure("a value")
    }
    guard position - digits == 1 || bytes[digits] != UInt8(ascii: "0") else {
      position = digits
      throw failure("a number without leading zeros")
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      try requireDigits("a digit after the point")
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try requireDigits("a digit of the exponent")
    }
    if isInteger, fits { return .integer(negative ? -integer : integer) }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      position = start
      throw failure("a number that a double can hold")
    }
    return .number(number)
  }

  private mutating func requireDigits(_ expected: String) throws(JSONSyntaxError) {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    guard position > start else { throw failure(expected) }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try utf8Text(start..<position)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try stringWithEscapes(from: start)
      case 0..<0x20: throw failure("no control character inside a string")
      default: position += 1
      }
    }
    throw failure("the closing quote of a string")
  }

  private mutating func stringWithEscapes(from start: Int) throws(JSONSyntaxError) -> String {
    var text = try utf8Text(start..<position)
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return text
      }
      guard byte >= 0x20 else { throw failure("no control character inside a string") }
      if byte == UInt8(ascii: "\\") {
        position += 1
        text.unicodeScalars.append(try escaped())
      } else {
        let plain = position
        while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
          bytes[position] != UInt8(ascii: "\\")
        {
          position += 1
        }
        text += try utf8Text(plain..<position)
      }
    }
    throw failure("the closing quote of a string")
  }

  private mutating func escaped() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard position < bytes.count else { throw failure("an escape") }
    let byte = bytes[position]
    let plain: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    if let scalar = plain[byte] {
      position += 1
      return scalar
    }
    guard byte == UInt8(ascii: "u") else { throw failure("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u") }
    position += 1
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw failure("the second half of a surrogate pair")
    }
    let second = try hexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("the second half of a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count,
      bytes[position..<position + 4].allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits") }
    position += 4
    return value
  }

  private func utf8Text(_ range: Range<Int>) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) else {
      throw failure("UTF-8 text")
    }
    return text
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private func failure(_ expected: String) -> JSONSyntaxError {
    var (line, lineStart) = (1, 0)
    for index in 0..<min(position, bytes.count) where bytes[index] == 0x0A { (line, lineStart) = (line + 1, index + 1) }
    return JSONSyntaxError(line: line, column: position - lineStart + 1, expected: expected)
  }
}
