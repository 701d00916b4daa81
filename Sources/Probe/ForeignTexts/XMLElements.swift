/// An element of an XML text: its name, attributes, text and children.
struct XMLElement: Equatable {
  var name: String
  var attributes: [String: String] = [:]
  /// The text directly inside, without white space at both ends.
  var text = ""
  var children: [XMLElement] = []

  /// The first child of that name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The first child that has one of the names, by their order.
  func first(_ names: String...) -> XMLElement? { names.lazy.compactMap { self[$0] }.first }

  /// This element and all below it, in the order of the text.
  func forEach(_ body: (XMLElement) -> Void) {
    body(self)
    for child in children { child.forEach(body) }
  }
}

/// Reads the part of XML that recordings use: elements, attributes, text and the five named entities.
///
/// Comments, processing instructions and the document type are passed over. What is not well-formed gives nil.
struct XMLReader {
  /// Deeper nesting than this is no recording.
  private static let deepest = 200

  private let bytes: [UInt8]
  private var position = 0

  /// The root element of a document, or nil when it is none.
  static func read(_ bytes: [UInt8]) -> XMLElement? {
    var reader = XMLReader(bytes: bytes)
    return reader.document()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func document() -> XMLElement? {
    var open: [XMLElement] = []
    while position < bytes.count {
      let start = position
      skip { $0 != UInt8(ascii: "<") }
      if !open.isEmpty { open[open.count - 1].text += Self.decoded(bytes[start..<position]) }
      guard position < bytes.count else { return nil }
      if skips(over: "<!--", until: "-->") || skips(over: "<?", until: "?>") || skips(over: "<!", until: ">") {
        continue
      }
      position += 1
      if at(position) == UInt8(ascii: "/") {
        position += 1
        guard let element = open.popLast(), name() == element.name, closes() else { return nil }
        guard let whole = Self.put(element, into: &open) else { continue }
        return whole
      }
      guard var element = element(), open.count < Self.deepest else { return nil }
      if at(position) == UInt8(ascii: "/") {
        position += 1
        guard closes() else { return nil }
        element.text = ""
        guard let whole = Self.put(element, into: &open) else { continue }
        return whole
      }
      guard closes() else { return nil }
      open.append(element)
    }
    return nil
  }

  /// Adds a finished element to the one around it; returns it when there is none.
  private static func put(_ element: XMLElement, into open: inout [XMLElement]) -> XMLElement? {
    var element = element
    element.text = trimmed(element.text[...])
    guard !open.isEmpty else { return element }
    open[open.count - 1].children.append(element)
    return nil
  }

  /// The name and the attributes of a tag.
  private mutating func element() -> XMLElement? {
    let name = name()
    guard !name.isEmpty else { return nil }
    var element = XMLElement(name: name)
    while true {
      skip { $0 <= 0x20 }
      guard let next = at(position) else { return nil }
      if next == UInt8(ascii: ">") || next == UInt8(ascii: "/") { return element }
      let key = self.name()
      skip { $0 <= 0x20 }
      guard !key.isEmpty, at(position) == UInt8(ascii: "=") else { return nil }
      position += 1
      skip { $0 <= 0x20 }
      guard let quote = at(position), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
      position += 1
      let start = position
      skip { $0 != quote }
      guard position < bytes.count else { return nil }
      element.attributes[key] = Self.decoded(bytes[start..<position])
      position += 1
    }
  }

  private mutating func name() -> String {
    let start = position
    let ends = Array(" \t\r\n=/><\"'".utf8)
    skip { !ends.contains($0) }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func closes() -> Bool {
    skip { $0 <= 0x20 }
    guard at(position) == UInt8(ascii: ">") else { return false }
    position += 1
    return true
  }

  private mutating func skips(over start: String, until end: String) -> Bool {
    guard bytes[position...].starts(with: start.utf8) else { return false }
    let mark = Array(end.utf8)
    while position < bytes.count {
      if bytes[position] == mark[0], bytes[position...].starts(with: mark) {
        position += mark.count
        return true
      }
      position += 1
    }
    return true
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while position < bytes.count, condition(bytes[position]) { position += 1 }
  }

  private func at(_ position: Int) -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(UInt8(ascii: "&")) else { return text }
    let names = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
    var decoded = ""
    var rest = text[...]
    while let sign = rest.firstIndex(of: "&") {
      decoded += rest[..<sign]
      rest = rest[sign...]
      guard let end = rest.prefix(12).firstIndex(of: ";") else { break }
      let name = rest[rest.index(after: sign)..<end]
      decoded += names[String(name)] ?? String(rest[...end])
      rest = rest[rest.index(after: end)...]
    }
    return decoded + rest
  }
}
