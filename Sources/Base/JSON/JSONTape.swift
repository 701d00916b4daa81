/// A JSON text read in one pass into a list of its values, without making any of them.
///
/// For large documents of which each value is looked at once: a `JSONCursor` decodes what is asked for straight from
/// the bytes. It accepts exactly the texts that `JSONParser` accepts, whose errors it also reports.
package struct JSONTape: ~Copyable {
  /// One value or key, in the order of the text.
  struct Entry {
    enum Kind: UInt8 { case null, bool, integer, number, string, escapedString, array, object }
    var start: UInt32
    /// Bytes of the value; strings without their quotes.
    var count: UInt32
    /// Index behind the value and all it holds.
    var next: UInt32
    var kind: Kind
  }

  private(set) var bytes: UnsafeBufferPointer<UInt8>
  private var entries: UnsafeMutablePointer<Entry>
  private var capacity: Int
  private var count = 0

  /// Reads the text in `bytes`, which must stay in place as long as the tape.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
    self.bytes = bytes
    capacity = max(bytes.count / 8, 16)
    entries = .allocate(capacity: capacity)
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.count < Int(UInt32.max), readValue(&position, depth: 0), Self.skipSpace(bytes, &position) == nil else {
      throw Self.error(of: bytes)
    }
  }

  deinit { entries.deallocate() }

  /// Calls `body` with the document's outermost value; the cursor must not outlive the call.
  package borrowing func read<Value, Failure: Error>(
    _ body: (JSONCursor) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body(JSONCursor(entries: UnsafePointer(entries), bytes: bytes, index: 0))
  }

  /// What is wrong with a text that could not be read, as the exact parser says it.
  private static func error(of bytes: UnsafeBufferPointer<UInt8>) -> JSONSyntaxError {
    do {
      _ = try JSONParser.parse(bytes)
      return JSONSyntaxError(line: 1, column: 1, expected: "a text of less than 4 GiB")
    } catch {
      return error
    }
  }

  private mutating func append(_ kind: Entry.Kind, start: Int, count length: Int) {
    if count == capacity {
      let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: entries, count: count)
      entries.deallocate()
      (entries, capacity) = (larger, capacity * 2)
    }
    (entries + count).initialize(
      to: Entry(start: UInt32(start), count: UInt32(length), next: UInt32(count + 1), kind: kind))
    count += 1
  }

  /// Reads one value; false when the text is not JSON there.
  private mutating func readValue(_ position: inout Int, depth: Int) -> Bool {
    guard depth < JSONParser.maximumDepth, let first = Self.skipSpace(bytes, &position) else { return false }
    switch first {
    case UInt8(ascii: "\""): return readString(&position)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return readContainer(&position, isObject: first == UInt8(ascii: "{"), depth)
    case UInt8(ascii: "t"): return readWord("true", .bool, &position)
    case UInt8(ascii: "f"): return readWord("false", .bool, &position)
    case UInt8(ascii: "n"): return readWord("null", .null, &position)
    default: return readNumber(&position)
    }
  }

  private mutating func readContainer(_ position: inout Int, isObject: Bool, _ depth: Int) -> Bool {
    let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    let own = count
    append(isObject ? .object : .array, start: position, count: 0)
    position += 1
    guard let first = Self.skipSpace(bytes, &position) else { return false }
    if first == close {
      position += 1
      return true
    }
    while true {
      if isObject {
        guard Self.skipSpace(bytes, &position) == UInt8(ascii: "\""), readString(&position),
          Self.skipSpace(bytes, &position) == UInt8(ascii: ":")
        else { return false }
        position += 1
      }
      guard readValue(&position, depth: depth + 1), let after = Self.skipSpace(bytes, &position) else { return false }
      position += 1
      if after == close { break }
      guard after == UInt8(ascii: ",") else { return false }
    }
    entries[own].next = UInt32(count)
    entries[own].count = UInt32(position) - entries[own].start
    return true
  }

  private mutating func readWord(_ word: StaticString, _ kind: Entry.Kind, _ position: inout Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard position + length <= bytes.count else { return false }
    for offset in 0..<length where bytes[position + offset] != word.utf8Start[offset] { return false }
    append(kind, start: position, count: length)
    position += length
    return true
  }

  private mutating func readNumber(_ position: inout Int) -> Bool {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let digits = skipDigits(&position)
    guard digits > 0, digits == 1 || bytes[position - digits] != UInt8(ascii: "0") else { return false }
    var isInteger = digits < 19
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      guard skipDigits(&position) > 0 else { return false }
    }
    var mayOverflow = position - start > 300
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      (isInteger, mayOverflow) = (false, true)
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      guard skipDigits(&position) > 0 else { return false }
    }
    append(isInteger ? .integer : .number, start: start, count: position - start)
    guard mayOverflow else { return true }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    return Double(text)?.isFinite ?? false
  }

  private func skipDigits(_ position: inout Int) -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 48 < 10 { position += 1 }
    return position - start
  }

  private mutating func readString(_ position: inout Int) -> Bool {
    position += 1
    let start = position
    var isASCII = true
    var isEscaped = false
    while position < bytes.count {
      position = skipPlain(position)
      guard position < bytes.count else { return false }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        append(isEscaped ? .escapedString : .string, start: start, count: position - start)
        position += 1
        if isEscaped {
          return (try? JSONParser.parse(UnsafeBufferPointer(rebasing: bytes[start - 1..<position]))) != nil
        }
        return isASCII
          || String(validating: UnsafeBufferPointer(rebasing: bytes[start..<position - 1]), as: UTF8.self) != nil
      }
      if byte < 0x20 { return false }
      if byte >= 0x80 { isASCII = false }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        position += 1
      }
      position += 1
    }
    return false
  }

  /// The place of the next byte that ends a string or needs a look, or a place before it.
  ///
  /// Eight bytes at a time: a byte below 0x20, a quote, a backslash or one above 0x7F sets its highest bit in `special`.
  private func skipPlain(_ start: Int) -> Int {
    var position = start
    let ones: UInt64 = 0x0101_0101_0101_0101
    while position + 8 <= bytes.count {
      let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + position).loadUnaligned(as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let special =
        (((word &- ones &* 0x20) & ~word) | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | word)
        & (ones &* 0x80)
      guard special == 0 else { return position + special.trailingZeroBitCount / 8 }
      position += 8
    }
    return position
  }

  /// The first byte that is not space, or nil at the end.
  @inline(__always)
  private static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return byte
      }
    }
    return nil
  }
}
