import Testing

@testable import Probe

@Suite struct XMLReaderTests {
  private func read(_ text: String) -> XMLElement? { XMLReader.read(Array(text.utf8)) }

  @Test func elementsAttributesAndText() throws {
    let root = try #require(
      read(
        #"""
        noise <?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a SYSTEM "a.dtd"><!-- <b/> -->
        <a one="1" two="&lt;&#65;"> before <b> in &amp; side </b> after <c/></a> more noise <a/>
        """#))
    #expect(root.name == "a" && root.attributes == ["one": "1", "two": "<A"])
    #expect(root.text == "before  after" && root.children.map(\.name) == ["b", "c"])
    #expect(root["b"]?.text == "in & side" && root.first("x", "c")?.name == "c")
  }

  @Test(arguments: ["", "no tag", "<a>", "<a><b></a></b>", "<a b></a>", "<a b=1/>", "<a/", "<!-- a", "<?a"])
  func whatIsNoDocument(_ text: String) { #expect(read(text) == nil) }

  @Test func bytesThatAreNotUTF8AreReplaced() throws {
    let root = try #require(XMLReader.read(Array("<a name=\"".utf8) + [0xE9] + Array("\"/>".utf8)))
    #expect(root.attributes["name"] == "\u{FFFD}")
  }

  /// Entities of the document's own could grow without end, or read files.
  @Test(arguments: [
    #"<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>"#,
    #"<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><a>&x;</a>"#,
    #"<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]><a/>"#,
  ])
  func entitiesAreRefused(_ text: String) { #expect(read(text) == nil) }

  @Test func depthAndSizeAreBounded() {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    #expect(read(nested(200)) != nil)
    #expect(read(nested(201)) == nil && read(nested(100_000)) == nil)
    #expect(read("<a>" + String(repeating: "<b/>", count: 1 << 19) + "</a>") == nil)
  }
}
