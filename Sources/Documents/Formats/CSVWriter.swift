import Base

/// Writes the entries of a document's list as CSV (RFC 4180).
enum CSVWriter {
  /// A head line of dotted keys and a row for each entry; empty for a document without a list.
  static func text(_ document: JSONValue, of shape: DocumentShape) -> String {
    guard let (rows, object) = shape.table(in: document) else { return "" }
    let columns = object.leaves(of: rows)
    let lines = [columns.map(\.key)] + rows.map { row in columns.map { cell($0.value(in: row) ?? .null) } }
    return lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Null is an empty cell; words of a list stand one after the other, what is more is JSON.
  private static func cell(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): TextStyle.plain(text)
    case .array(let elements) where elements.allSatisfy({ $0.array == nil && $0.members == nil }):
      elements.map(cell).joined(separator: ";")
    default: JSONWriter.line(value)
    }
  }

  private static func quoted(_ cell: String) -> String {
    // Byte by byte: with a combining mark behind them these signs are other characters to Swift.
    guard cell.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
