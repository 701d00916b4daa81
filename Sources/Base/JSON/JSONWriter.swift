/// Writes a `JSONValue` as text: keys sorted, two spaces of indentation, the same bytes for the same value.
package struct JSONWriter {
  /// The value as an indented text that ends with a line feed.
  package static func text(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value, indentation: 0)
    writer.put("\n")
    return writer.text
  }

  /// The value on one line, without a line feed at the end.
  package static func line(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value, indentation: nil)
    return writer.text
  }

  /// UTF-8; a `String` that grows by single scalars takes ten times as long.
  private var bytes: [UInt8] = []

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  private mutating func put(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func put(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  private mutating func write(_ value: JSONValue, indentation: Int?) {
    switch value {
    case .null: put("null")
    case .bool(let value): put(value ? "true" : "false")
    case .integer(let value): put(String(value))
    case .number(let value): put(Self.number(value))
    case .string(let value): quote(value)
    case .array(let elements):
      writeList(elements, open: "[", close: "]", indentation: indentation) { writer, element, inner in
        writer.write(element, indentation: inner)
      }
    case .object(let members):
      writeList(Self.inOrder(members), open: "{", close: "}", indentation: indentation) { writer, member, inner in
        writer.quote(member.key)
        writer.put(inner == nil ? ":" : ": ")
        writer.write(member.value, indentation: inner)
      }
    }
  }

  private mutating func writeList<Element>(
    _ elements: [Element], open: StaticString, close: StaticString, indentation: Int?,
    element write: (inout JSONWriter, Element, Int?) -> Void
  ) {
    put(open)
    let inner = indentation.map { $0 + 1 }
    for (index, element) in elements.enumerated() {
      if index > 0 { put(",") }
      newLine(inner)
      write(&self, element, inner)
    }
    if !elements.isEmpty { newLine(indentation) }
    put(close)
  }

  private mutating func newLine(_ indentation: Int?) {
    guard let indentation else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indentation))
  }

  /// The members by the bytes of their keys; those of one key as they stand.
  private static func inOrder(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    // In place: an answer has thousands of objects.
    var ordered = members
    ordered.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return ordered
  }

  /// JSON has no word for a number that is not finite: it is written as null.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let integer = Int(exactly: value) { return String(integer) }
    return value.description
  }

  private mutating func quote(_ value: String) {
    put("\"")
    var value = value
    let isPlain = value.withUTF8 { text in
      guard text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
      else { return false }
      bytes.append(contentsOf: text)
      return true
    }
    if !isPlain {
      for scalar in value.unicodeScalars { putEscaped(scalar) }
    }
    put("\"")
  }

  private mutating func putEscaped(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": put("\\\"")
    case "\\": put("\\\\")
    case "\n": put("\\n")
    case "\r": put("\\r")
    case "\t": put("\\t")
    case let control where control.isTerminalControl:
      let digits = String(control.value, radix: 16)
      put("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    default: bytes.append(contentsOf: scalar.utf8)
    }
  }
}
