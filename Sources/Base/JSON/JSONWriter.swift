/// Writes a `JSONValue` as text: keys sorted, two spaces of indentation, the same bytes for the same value.
package enum JSONWriter {
  /// The value as an indented text that ends with a line feed.
  package static func text(_ value: JSONValue) -> String {
    var text = ""
    write(value, indentation: 0, into: &text)
    return text + "\n"
  }

  /// The value on one line, without a line feed at the end.
  package static func line(_ value: JSONValue) -> String {
    var text = ""
    write(value, indentation: nil, into: &text)
    return text
  }

  private static func write(_ value: JSONValue, indentation: Int?, into text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += number(value)
    case .string(let value): quote(value, into: &text)
    case .array(let elements):
      writeList(elements, open: "[", close: "]", indentation: indentation, into: &text) { element, inner, text in
        write(element, indentation: inner, into: &text)
      }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      writeList(sorted, open: "{", close: "}", indentation: indentation, into: &text) { member, inner, text in
        quote(member.key, into: &text)
        text += inner == nil ? ":" : ": "
        write(member.value, indentation: inner, into: &text)
      }
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: String, close: String, indentation: Int?, into text: inout String,
    element write: (Element, Int?, inout String) -> Void
  ) {
    text += open
    let inner = indentation.map { $0 + 1 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      newLine(inner, into: &text)
      write(element, inner, &text)
    }
    if !elements.isEmpty { newLine(indentation, into: &text) }
    text += close
  }

  private static func newLine(_ indentation: Int?, into text: inout String) {
    guard let indentation else { return }
    text += "\n"
    for _ in 0..<indentation { text += "  " }
  }

  /// JSON has no word for a number that is not finite: it is written as null.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    if let integer = Int(exactly: value) { return String(integer) }
    return value.description
  }

  private static func quote(_ value: String, into text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case let control where control.isTerminalControl:
        let digits = String(control.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
