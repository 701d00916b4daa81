import Base

/// Writes a document as Markdown: what it is about, then a table of its list.
enum MarkdownWriter {
  private static let style = TextStyle(usesColor: false, usesUnicode: true, width: .max)

  static func text(_ document: JSONValue, of shape: DocumentShape) -> String {
    var parts: [String] = []
    let overview = shape.overview.compactMap { heading, key in
      shape.object.column(key).map { [heading, cell($0.value(in: document), $0.shape)] }
    }
    if !overview.isEmpty { parts.append(table(["", ""], alignsRight: [false, false], overview)) }
    if let (rows, object) = shape.table(in: document) {
      let columns = shape.columns.compactMap { heading, key in object.column(key).map { (heading, $0) } }
      parts.append(
        table(
          columns.map(\.0), alignsRight: columns.map { isNumber($0.1.shape) },
          rows.map { row in columns.map { cell($0.1.value(in: row), $0.1.shape) } }))
    }
    return parts.joined(separator: "\n")
  }

  private static func table(_ head: [String], alignsRight: [Bool], _ rows: [[String]]) -> String {
    let lines = [head, alignsRight.map { $0 ? "--:" : "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  private static func isNumber(_ shape: Shape) -> Bool {
    switch shape.wrapped {
    case .count, .integer, .number, .object: true
    default: false
    }
  }

  /// The value as people read it.
  private static func cell(_ value: JSONValue?, _ shape: Shape) -> String {
    switch (value ?? .null, shape.wrapped) {
    case (.null, _): return "–"
    case (.bool(let value), _): return value ? "yes" : "no"
    case (.string(let text), _): return escaped(text)
    case (.array(let elements), .list(let element)):
      return elements.map { cell($0, element) }.joined(separator: ", ")
    case (let value, .count(_, let unit)), (let value, .integer(let unit)), (let value, .number(let unit)):
      return value.number.map { number($0, unit) } ?? ""
    case (let value, .object(_, let unit)):
      guard let middle = (value["estimate"] ?? value["median"])?.number, let low = value["low"]?.number,
        let high = value["high"]?.number
      else { return escaped(JSONWriter.line(value)) }
      if unit == .tokensPerSecond {
        return Amounts.band(Estimate(estimate: middle, low: low, high: high), unit: "tok/s", style: style)
      }
      return "\(number(middle, unit)) (\(number(low, unit))–\(number(high, unit)))"
    case (let value, _): return escaped(JSONWriter.line(value))
    }
  }

  private static func number(_ value: Double, _ unit: Unit?) -> String {
    let whole = Int(exactly: value.rounded())
    switch unit {
    case .bytes: return whole.map { ($0 < 0 ? "-" : "") + ByteSize.text(abs($0)) } ?? "–"
    case .bytesPerSecond: return Amounts.rate(value)
    case .tokens: return whole.map(Amounts.tokens) ?? "–"
    case .tokensPerSecond: return Amounts.short(value) + " tok/s"
    case .seconds: return Amounts.seconds(value)
    case .hertz: return ByteSize.decimal(value / 1e9, places: 2) + " GHz"
    case .parameters: return whole.map(Amounts.parameters) ?? "–"
    case .dollars: return "$" + ByteSize.decimal(value, places: 0)
    case .money: return Amounts.money(value)
    case nil:
      return JSONWriter.line(.number((value * 100).rounded() / 100))
    }
  }

  private static func escaped(_ text: String) -> String {
    TextStyle.plain(text).replacing("\\", with: "\\\\").replacing("|", with: "\\|")
  }
}
