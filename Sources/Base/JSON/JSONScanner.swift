import CSystem

/// Reads a JSON text in one pass into the list of its values, without making any of them.
///
/// Written by hand because `FoundationEssentials` takes some ten times as long for the catalogue and reports no line
/// (docs/dependencies.md).
struct JSONScanner: ~Copyable {
  typealias Entry = JSONDocument.Entry

  private let bytes: UnsafeBufferPointer<UInt8>
  private let options: JSONOptions
  private var position = 0
  private var entries: UnsafeMutableBufferPointer<Entry>
  private var count = 0

  /// The values and keys of the text in `bytes`, the outermost value first, which the caller deallocates.
  static func entries(
    of bytes: UnsafeBufferPointer<UInt8>, _ options: JSONOptions
  ) throws(JSONSyntaxError) -> UnsafeBufferPointer<Entry> {
    var scanner = JSONScanner(bytes: bytes, options: options)
    guard bytes.count <= min(options.maximumBytes, Int(UInt32.max) - 1) else {
      throw scanner.failure("a text of at most \(options.maximumBytes) bytes, not \(bytes.count)")
    }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { scanner.position = 3 }
    try scanner.readValue(depth: 0)
    guard options.lastMember != nil || scanner.skipSpace() == nil else { throw scanner.failure("the end of the text") }
    defer { scanner.entries = UnsafeMutableBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(rebasing: scanner.entries[..<scanner.count])
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, options: JSONOptions) {
    (self.bytes, self.options) = (bytes, options)
    entries = .allocate(capacity: options.levels == 1 ? 64 : max(bytes.count / (options.levels == .max ? 8 : 32), 16))
  }

  deinit { entries.deallocate() }

  @inline(__always)
  private mutating func append(_ kind: Entry.Kind, start: Int) {
    if count == entries.count { grow() }
    // No text is longer than these can hold.
    entries.initializeElement(
      at: count,
      to: Entry(
        start: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: position - start),
        next: UInt32(truncatingIfNeeded: count + 1), kind: kind))
    count += 1
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<Entry>.allocate(capacity: count * 2)
    _ = larger.moveInitialize(fromContentsOf: entries)
    entries.deallocate()
    entries = larger
  }

  private mutating func readValue(depth: Int) throws(JSONSyntaxError) {
    let first = skipSpace()
    guard depth < options.maximumDepth else { throw failure("at most \(options.maximumDepth) levels of nesting") }
    guard count < options.maximumValues else { throw failure("at most \(options.maximumValues) values and keys") }
    guard let first else { throw failure("a value") }
    switch first {
    case UInt8(ascii: "\""): try readString()
    case UInt8(ascii: "{"): try readContainer(.object, close: UInt8(ascii: "}"), depth)
    case UInt8(ascii: "["): try readContainer(.array, close: UInt8(ascii: "]"), depth)
    case UInt8(ascii: "t"): try readWord("true", .bool)
    case UInt8(ascii: "f"): try readWord("false", .bool)
    case UInt8(ascii: "n"): try readWord("null", .null)
    case UInt8(ascii: "N") where options.allowsNonFiniteNumbers: try readWord("NaN", .number)
    case UInt8(ascii: "I") where options.allowsNonFiniteNumbers: try readWord("Infinity", .number)
    case UInt8(ascii: "-") where options.allowsNonFiniteNumbers && bytes[position...].dropFirst().first == 0x49:
      try readWord("-Infinity", .number)
    default: try readNumber()
    }
  }

  private mutating func readContainer(_ kind: Entry.Kind, close: UInt8, _ depth: Int) throws(JSONSyntaxError) {
    let own = count
    let start = position
    append(kind, start: start)
    position += 1
    if skipSpace() == close {
      position += 1
    } else {
      while true {
        let key = count
        if kind == .object { try readKey() }
        if depth + 1 >= options.levels, let first = skipSpace(),
          first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
        {
          try skipContainer()
        } else {
          try readValue(depth: depth + 1)
        }
        if depth == 0, kind == .object, isLast(entries[key]) { break }
        let after = skipSpace()
        guard after == close || after == UInt8(ascii: ",") else {
          throw failure(kind == .object ? "',' or '}'" : "',' or ']'")
        }
        position += 1
        if after == close { break }
      }
    }
    entries[own].next = UInt32(count)
    entries[own].count = UInt32(position - start)
  }

  /// Whether nothing is wanted of the outermost object after the member with that key.
  private func isLast(_ key: Entry) -> Bool {
    guard let wanted = options.lastMember else { return false }
    return Int(key.count) == wanted.utf8CodeUnitCount
      && (0..<Int(key.count)).allSatisfy { bytes[Int(key.start) + $0] == wanted.utf8Start[$0] }
  }

  private mutating func readKey() throws(JSONSyntaxError) {
    guard skipSpace() == UInt8(ascii: "\"") else { throw failure("a key in quotes") }
    try readString()
    guard skipSpace() == UInt8(ascii: ":") else {
      let key = entries[count - 1]
      let text = String(decoding: bytes[Int(key.start)..<Int(key.start + key.count)], as: UTF8.self)
      throw failure("':' after the key \"\(text)\"")
    }
    position += 1
  }

  /// Goes behind an array or an object without looking into it.
  private mutating func skipContainer() throws(JSONSyntaxError) {
    let start = position
    let length = bytes.baseAddress.map { plimsoll_json_container($0 + start, bytes.count - start) } ?? 0
    guard length > 0 else { throw failure("the end of an array or an object") }
    position += length
    append(.unread, start: start)
  }

  private mutating func readWord(_ word: StaticString, _ kind: Entry.Kind) throws(JSONSyntaxError) {
    let start = position
    let count = word.utf8CodeUnitCount
    guard start + count <= bytes.count, (0..<count).allSatisfy({ bytes[start + $0] == word.utf8Start[$0] }) else {
      throw failure("a value")
    }
    position += count
    append(kind, start: start)
  }

  private mutating func readNumber() throws(JSONSyntaxError) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    let digits = skipDigits()
    guard digits > 0 else { throw failure("a value", at: start) }
    guard digits == 1 || bytes[first] != UInt8(ascii: "0") else {
      throw failure("a number without leading zeros", at: first)
    }
    var isInteger = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      guard skipDigits() > 0 else { throw failure("a digit after the point") }
    }
    var mayOverflow = position - start > 300
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      (isInteger, mayOverflow) = (false, true)
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      guard skipDigits() > 0 else { throw failure("a digit of the exponent") }
    }
    // Nineteen digits may exceed an Int.
    append(isInteger && digits < 19 ? .integer : .number, start: start)
    guard mayOverflow else { return }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    guard Double(text)?.isFinite ?? false else { throw failure("a number that a double can hold", at: start) }
  }

  private mutating func skipDigits() -> Int {
    let start = position
    let raw = UnsafeRawBufferPointer(bytes)
    if position + 8 <= raw.count {
      // Eight bytes at once: a byte that is no digit has a highest half other than 3, or leaves it when 6 is added.
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let others =
        ((word ^ 0x3030_3030_3030_3030) | ((word &+ 0x0606_0606_0606_0606) ^ 0x3030_3030_3030_3030))
        & 0xF0F0_F0F0_F0F0_F0F0
      guard others == 0 else {
        position += others.trailingZeroBitCount / 8
        return position - start
      }
      position += 8
    }
    while position < bytes.count, bytes[position] &- 48 < 10 { position += 1 }
    return position - start
  }

  /// Reads a string, which begins at `position`, and checks its UTF-8 and escapes.
  private mutating func readString() throws(JSONSyntaxError) {
    position += 1
    let start = position
    var isASCII = true
    var isEscaped = false
    while true {
      skipPlain()
      guard position < bytes.count else { throw failure("the closing quote of a string") }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      guard byte >= 0x20 else { throw failure("no control character inside a string") }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        let end = JSONText.end(ofEscapeAt: position, in: bytes)
        position = end.position
        if let expected = end.expected { throw failure(expected) }
      } else {
        if byte >= 0x80 { isASCII = false }
        position += 1
      }
    }
    append(isEscaped ? .escapedString : .string, start: start)
    if !isASCII, let invalid = JSONText.invalidUTF8(in: bytes, start..<position) {
      throw failure("UTF-8 text", at: invalid)
    }
    position += 1
  }

  /// Goes to the next byte that ends a string or needs a look.
  ///
  /// Eight bytes at a time: a byte below 0x20, a quote, a backslash or one above 0x7F sets its highest bit in `special`.
  @inline(__always)
  private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(bytes)
    while position + 8 <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let special =
        (((word &- ones &* 0x20) & ~word) | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | word)
        & (ones &* 0x80)
      guard special == 0 else {
        position += special.trailingZeroBitCount / 8
        return
      }
      position += 8
    }
  }

  /// Goes to the first byte that is not space and returns it, or nil at the end.
  @inline(__always)
  private mutating func skipSpace() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return byte
      }
    }
    return nil
  }

  private func failure(_ expected: String, at place: Int? = nil) -> JSONSyntaxError {
    let end = min(place ?? position, bytes.count)
    let lineStart = bytes[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return JSONSyntaxError(
      line: 1 + bytes[..<end].count { $0 == 0x0A }, column: end - lineStart + 1, expected: expected)
  }
}
