import Base

/// Writes values as Python.
enum PythonText {
  /// A literal with an entry of an object or a list on each line.
  static func literal(_ value: JSONValue, indentation: Int = 0) -> String {
    let inner = String(repeating: " ", count: indentation + 4)
    let end = "\n" + String(repeating: " ", count: indentation)
    switch value {
    case .null: return "None"
    case .bool(let flag): return flag ? "True" : "False"
    case .array(let elements) where !elements.isEmpty:
      return "[\n" + elements.map { inner + literal($0, indentation: indentation + 4) + ",\n" }.joined()
        + end.dropFirst() + "]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { member in
        inner + JSONWriter.line(.string(member.key)) + ": " + literal(member.value, indentation: indentation + 4)
          + ",\n"
      }
      return "{\n" + lines.joined() + end.dropFirst() + "}"
    // Strings are escaped as in JSON.
    default: return JSONWriter.line(value)
    }
  }
}
