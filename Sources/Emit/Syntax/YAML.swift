import Base

/// Writes YAML 1.2 in block style that YAML 1.1 reads the same.
enum YAML {
  static func text(_ value: JSONValue) -> String {
    var text = ""
    write(value, indentation: 0, into: &text)
    return text
  }

  private static func write(_ value: JSONValue, indentation: Int, into text: inout String) {
    let margin = String(repeating: " ", count: indentation)
    switch value {
    case .object(let members) where !members.isEmpty:
      for member in members {
        text += margin + scalar(.string(member.key), indentation) + ":"
        writeInner(member.value, indentation: indentation + 2, isInList: false, into: &text)
      }
    case .array(let elements) where !elements.isEmpty:
      for element in elements {
        text += margin + "-"
        writeInner(element, indentation: indentation + 2, isInList: true, into: &text)
      }
    default: text += margin + scalar(value, indentation) + "\n"
    }
  }

  /// What stands behind a colon or a hyphen: on the same line, or below.
  private static func writeInner(_ value: JSONValue, indentation: Int, isInList: Bool, into text: inout String) {
    switch value {
    case .object(let members) where !members.isEmpty && isInList:
      var inner = ""
      write(value, indentation: indentation, into: &inner)
      text += " " + inner.dropFirst(indentation)
    case .object(let members) where !members.isEmpty:
      text += "\n"
      write(value, indentation: indentation, into: &text)
    case .array(let elements) where !elements.isEmpty:
      text += "\n"
      write(value, indentation: indentation, into: &text)
    default: text += " " + scalar(value, indentation) + "\n"
    }
  }

  private static func withPoint(_ number: String) -> String {
    guard let exponent = number.firstIndex(of: "e"), !number.contains(".") else { return number }
    return number[..<exponent] + ".0" + number[exponent...]
  }

  private static func scalar(_ value: JSONValue, _ indentation: Int) -> String {
    switch value {
    case .string(let string): self.string(string, indentation)
    case .number:
      // A number with an exponent and no point is text for YAML 1.1.
      withPoint(JSONWriter.line(value))
    default: JSONWriter.line(value)
    }
  }

  private static let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]

  /// A text: bare where it cannot be taken for anything else, as a block where it has lines, otherwise in quotes.
  private static func string(_ text: String, _ indentation: Int) -> String {
    let isBare =
      text.utf8.first.map { $0 > 0x40 && $0 < 0x5B || $0 > 0x60 && $0 < 0x7B || $0 == 0x5F || $0 == 0x2F } ?? false
    let hasPlainLetters = text.utf8.allSatisfy { byte in
      byte > 0x2C && byte < 0x3A || byte > 0x40 && byte < 0x5B || byte > 0x60 && byte < 0x7B || byte == 0x5F
    }
    if isBare, hasPlainLetters, !words.contains(text.lowercased()) { return text }
    let isBlock = text.hasSuffix("\n") && !text.hasSuffix("\n\n") && !text.hasPrefix(" ") && !text.hasPrefix("\n")
    guard isBlock, text.unicodeScalars.allSatisfy({ $0 == "\n" || $0.value >= 0x20 && $0.value < 0x7F }) else {
      return JSONWriter.line(.string(text))
    }
    let margin = String(repeating: " ", count: indentation)
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    return "|\n" + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }
}
