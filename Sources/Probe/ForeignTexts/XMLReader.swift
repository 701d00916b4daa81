import CExpat

/// Reads an XML document into elements, with libexpat.
///
/// Recordings come from anybody: a document that declares entities of its own, nests deeper than `deepest` or has more
/// elements than `most` is refused, and nothing outside the text is ever read.
enum XMLReader {
  private static let deepest = 200
  private static let most = 1 << 19

  /// The root element of the first document in the bytes, whatever stands before and behind it; nil when there is none.
  static func read(_ bytes: [UInt8]) -> XMLElement? {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "<")) else { return nil }
    // Names in other encodings are repaired to something readable; whatever the document says of itself, it is UTF-8.
    let text = Array(String(decoding: bytes[start...], as: UTF8.self).utf8)
    guard let parser = XML_ParserCreate("UTF-8") else { return nil }
    defer { XML_ParserFree(parser) }
    let tree = XMLTree(parser: parser)
    return withExtendedLifetime(tree) {
      XML_SetUserData(parser, Unmanaged.passUnretained(tree).toOpaque())
      XML_SetElementHandler(
        parser, { data, name, attributes in XMLTree.of(data)?.open(name, attributes) },
        { data, _ in XMLTree.of(data)?.close() })
      XML_SetCharacterDataHandler(parser) { data, text, count in XMLTree.of(data)?.append(text, Int(count)) }
      XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in XMLTree.of(data)?.stop() }
      // The reader stops itself behind the root element, which expat calls an error.
      text.withUnsafeBufferPointer { text in
        text.withMemoryRebound(to: CChar.self) { _ = XML_Parse(parser, $0.baseAddress, Int32(clamping: $0.count), 1) }
      }
      return tree.root
    }
  }

  /// What expat's callbacks put together.
  private final class XMLTree {
    private let parser: XML_Parser
    private var open: [XMLElement] = []
    private var count = 0
    /// expat may still end an element after it was stopped at its start.
    private var isStopped = false
    private(set) var root: XMLElement?

    init(parser: XML_Parser) { self.parser = parser }

    static func of(_ data: UnsafeMutableRawPointer?) -> XMLTree? {
      data.map { Unmanaged<XMLTree>.fromOpaque($0).takeUnretainedValue() }
    }

    func open(
      _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
      count += 1
      guard let name, open.count < deepest, count <= most else { return stop() }
      var element = XMLElement(name: String(cString: name))
      var next = attributes
      while let pair = next, let key = pair[0], let value = pair[1] {
        element.attributes[String(cString: key)] = String(cString: value)
        next = pair + 2
      }
      open.append(element)
    }

    func append(_ text: UnsafePointer<XML_Char>?, _ count: Int) {
      guard let text, !open.isEmpty else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: count)
      open[open.count - 1].text += String(decoding: bytes, as: UTF8.self)
    }

    func close() {
      guard !isStopped, var element = open.popLast() else { return }
      element.text = trimmed(element.text)
      guard open.isEmpty else { return open[open.count - 1].children.append(element) }
      root = element
      stop()
    }

    func stop() {
      isStopped = true
      XML_StopParser(parser, 0)
    }
  }
}
