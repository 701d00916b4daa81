/// A TOML text (version 1.0) as a JSON value, with the line of each of its values.
///
/// Dates and times are strings. Written by hand because Debian has TOML libraries for C++ alone, whose code would take more
/// of the program's size than the whole of `fleet` does (docs/dependencies.md).
package struct TOMLDocument: Sendable, Equatable {
  package let value: JSONValue
  /// By JSON pointer, counted from 1.
  package let lines: [String: Int]

  package init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    var reader = TOMLReader(bytes)
    try reader.read()
    value = reader.root.value
    var lines: [String: Int] = [:]
    reader.root.note("", &lines)
    self.lines = lines
  }

  /// The line of a value, or of the nearest one that holds it.
  package func line(of pointer: String) -> Int {
    var steps = pointer.split(separator: "/")
    while !steps.isEmpty {
      if let line = lines["/" + steps.joined(separator: "/")] { return line }
      steps.removeLast()
    }
    return 1
  }
}

/// A value of a TOML text while it is read: tables may still grow.
final class TOMLItem {
  enum Kind {
    case plain(JSONValue)
    case array([TOMLItem])
    /// Keys in their order.
    case table([(key: String, item: TOMLItem)])
  }

  var kind: Kind
  let line: Int
  /// Whether a header or a dotted key may add to it.
  var isOpen: Bool
  /// Whether a header has named it, which may happen once.
  var isNamed = false
  /// An array of tables, to which `[[key]]` adds.
  var isListOfTables = false

  init(_ kind: Kind, line: Int, isOpen: Bool) { (self.kind, self.line, self.isOpen) = (kind, line, isOpen) }

  subscript(key: String) -> TOMLItem? {
    if case .table(let members) = kind { members.first { $0.key == key }?.item } else { nil }
  }

  func add(_ key: String, _ item: TOMLItem) {
    if case .table(let members) = kind { kind = .table(members + [(key, item)]) }
  }

  var value: JSONValue {
    switch kind {
    case .plain(let value): value
    case .array(let items): .array(items.map(\.value))
    case .table(let members): .object(members.map { JSONValue.Member($0.key, $0.item.value) })
    }
  }

  func note(_ pointer: String, _ lines: inout [String: Int]) {
    lines[pointer] = line
    switch kind {
    case .plain: return
    case .array(let items): for (index, item) in items.enumerated() { item.note("\(pointer)/\(index)", &lines) }
    case .table(let members):
      for (key, item) in members {
        item.note(pointer + "/" + key.replacing("~", with: "~0").replacing("/", with: "~1"), &lines)
      }
    }
  }
}
