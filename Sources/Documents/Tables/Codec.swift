import Base
import Machines

/// How a value of one type is written to JSON, read back, and described.
struct Codec<Value: Sendable>: Sendable {
  let shape: Shape
  let write: @Sendable (Value) -> JSONValue
  /// Nil for what is only ever written.
  private(set) var read: (@Sendable (JSONNode, Reasons) throws(JSONShapeError) -> Value)?
  /// What is unknown inside a value that stands at a dotted path; nil where nothing can be.
  private(set) var gaps: (@Sendable (Value, String) -> [Gap])?

  init(
    _ shape: Shape, write: @escaping @Sendable (Value) -> JSONValue,
    read: (@Sendable (JSONNode, Reasons) throws(JSONShapeError) -> Value)? = nil,
    gaps: (@Sendable (Value, String) -> [Gap])? = nil
  ) {
    (self.shape, self.write, self.read, self.gaps) = (shape, write, read, gaps)
  }
}

extension Codec where Value == String {
  static let text = Codec(
    .text, write: JSONValue.string, read: { (node, _) throws(JSONShapeError) in try node.string() })
}

extension Codec where Value == Bool {
  static let flag = Codec(.flag, write: JSONValue.bool, read: { (node, _) throws(JSONShapeError) in try node.bool() })
}

extension Codec where Value == Int {
  /// No count of a document is larger: sums of a few of them are still whole numbers of 64 bits.
  static let largest = 1 << 60

  static let count = count(nil)
  static let bytes = count(.bytes)
  static let tokens = count(.tokens)
  static let parameters = count(.parameters)
  /// Bytes that may be fewer than none.
  static let balance = Codec(.integer(.bytes), write: JSONValue.integer)

  static func count(_ unit: Unit?, in range: ClosedRange<Int> = 0...largest) -> Codec {
    Codec(
      .count(range, unit), write: JSONValue.integer,
      read: { (node, _) throws(JSONShapeError) in try node.integer(in: range) })
  }
}

extension Codec where Value == Double {
  static let number = number(nil)

  static func number(_ unit: Unit?) -> Codec {
    Codec(.number(unit), write: JSONValue.number, read: { (node, _) throws(JSONShapeError) in try node.number() })
  }

  /// A computed number, to four significant digits.
  static func rounded(_ unit: Unit? = nil) -> Codec {
    Codec(.number(unit), write: { .number(JSONValue.rounded($0)) })
  }
}

extension Codec where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of an enumeration.
  static var word: Codec {
    let words = Value.allCases.map(\.rawValue)
    return Codec(
      .word(words), write: { .string($0.rawValue) },
      read: { (node, _) throws(JSONShapeError) in
        let text = try node.string()
        guard let value = Value(rawValue: text) else {
          let allowed = words.joined(separator: ", ")
          throw node.complaint("one of \(allowed), not \"\(text)\"")
        }
        return value
      })
  }
}

extension Codec {
  static func list<Element>(_ element: Codec<Element>) -> Codec where Value == [Element] {
    var codec = Codec(.list(element.shape), write: { .array($0.map(element.write)) })
    if let read = element.read {
      codec.read = { (node, reasons) throws(JSONShapeError) in
        var values: [Element] = []
        for element in try node.elements() { values.append(try read(element, reasons)) }
        return values
      }
    }
    if let gaps = element.gaps { codec.gaps = { values, path in values.flatMap { gaps($0, path) } } }
    return codec
  }

  /// An object with keys of its own.
  static func map<Element>(_ element: Codec<Element>) -> Codec where Value == [String: Element] {
    var codec = Codec(
      .map(element.shape), write: { .object($0.map { JSONValue.Member($0.key, element.write($0.value)) }) })
    if let read = element.read {
      codec.read = { (node, reasons) throws(JSONShapeError) in
        var values: [String: Element] = [:]
        for (key, element) in try node.members() { values[key] = try read(element, reasons) }
        return values
      }
    }
    return codec
  }

  /// The same with the unit of the object's numbers.
  func measured(in unit: Unit) -> Codec {
    guard case .object(let object, _) = shape else { return self }
    return Codec(.object(object, unit), write: write, read: read, gaps: gaps)
  }
}

extension Codec {
  /// Null for nil, under a key that is not always there.
  static func nullable<Wrapped>(_ codec: Codec<Wrapped>) -> Codec where Value == Wrapped? {
    Codec(.nullable(codec.shape), write: { $0.map(codec.write) ?? .null })
  }
}
