import TestSupport
import Testing

@testable import Base

@Suite struct JSONNodeTests {
  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("-1.5e3", .number(-1500)), ("1E+2", .number(100)),
      ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("-9223372036854775808", .integer(.min)), ("123456789012345678901234567890", .number(1.2345678901234568e29)),
      ("true", true), ("null", nil), (#""""#, ""), (#""a\n""#, "a\n"), (#""\u00e9\ud83e\udd99\/""#, "é🦙/"), ("[]", []),
      ("[1,2,[3]]", [1, 2, [3]]), ("{}", .object([])), ("\u{FEFF}{}", .object([])), ("\n\t [ ] \r", []), ("1 ", 1),
      (#"{"a":1,"b":{"c":[null,true]}}"#, .object(["a": 1, "b": .object(["c": [nil, true]])])),
      (#"{"é": "ü🦙"}"#, .object(["é": "ü🦙"])), (#"{"a\u0062": 1, "ab": 2}"#, .object(["ab": 1, "ab": 2])),
    ] as [(String, JSONValue)])
  func readsValues(text: String, value: JSONValue) throws {
    #expect(try JSONParser.parse(text) == value)
  }

  @Test(arguments: [
    "01", "-", "1.", "1e", "1e999", "tru", "falsey", #""\ud83e""#, #""\udd99""#, #""\ud83ea""#, #""\x""#, #""\u12g4""#,
    #""unclosed"#, "\"tab\there\"", "[1,]", "[,]", #"{"a"}"#, #"{"a":}"#, "{a:1}", #"{"a":1,}"#, "[1] x", "", " ",
    "[1 2]", #"{"a" 1}"#, "]", "NaN", "Infinity", "[-Infinity]",
  ])
  func refusesWhatIsNotJSON(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
  }

  @Test func numbersOfPythonAreAnOption() throws {
    var options = JSONOptions()
    options.allowsNonFiniteNumbers = true
    let node = try JSONNode(parsing: Array(#"{"a": [NaN, Infinity, -Infinity, -1]}"#.utf8), options)
    let numbers = try node.required("a").elements().map { try $0.number() }
    #expect(numbers[0].isNaN)
    #expect(numbers.dropFirst() == [.infinity, -.infinity, -1])
    #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: Array("[Nan]".utf8), options) }
  }

  @Test func depthAndSizeHaveLimits() throws {
    let allowed = String(repeating: "[", count: 127) + String(repeating: "]", count: 127)
    #expect(try JSONNode(parsing: allowed).isArray)
    let deep = #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: "[\n" + allowed + "]" + "x") }
    #expect(deep?.expected == "the end of the text")
    let deeper = #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: "[\n[" + allowed) }
    #expect(deeper == JSONSyntaxError(line: 2, column: 128, expected: "at most 128 levels of nesting"))
    var options = JSONOptions()
    options.maximumBytes = 9
    #expect(try JSONNode(parsing: Array("[1, 2, 3]".utf8), options).elements().count == 3)
    let large = #expect(throws: JSONSyntaxError.self) { try JSONNode(parsing: Array("[1, 2, 3] ".utf8), options) }
    #expect(large?.expected == "a text of at most 9 bytes, not 10")
  }

  /// Random edits of a good text: what is still accepted is written and read back as the same value.
  @Test func acceptedTextsKeepTheirValueWhenWrittenAgain() throws {
    let good = Array(
      "{\"models\": [{\"id\": \"a\\u00e9\", \"n\": [1, -2.5e1, true, null]}, {}], \"x\": {\"y\": \"ü\"}}".utf8)
    let letters = Array("{}[]\",:\\0123456789eE+-.truefalsn \n\u{7F}".utf8) + [0xC3, 0xFF, 0x00]
    var random = SeededRandom(seed: 7)
    var accepted = 0
    for _ in 0..<4000 {
      var bytes = good
      for _ in 0...Int(random.next() % 3) {
        let place = Int(random.next() % UInt64(max(bytes.count, 1)))
        switch random.next() % 3 {
        case 0 where !bytes.isEmpty: bytes.remove(at: min(place, bytes.count - 1))
        case 1 where !bytes.isEmpty:
          bytes[min(place, bytes.count - 1)] = letters[Int(random.next() % UInt64(letters.count))]
        default: bytes.insert(letters[Int(random.next() % UInt64(letters.count))], at: min(place, bytes.count))
        }
      }
      do {
        let text = JSONWriter.text(try JSONParser.parse(bytes))
        #expect(JSONWriter.text(try JSONParser.parse(text)) == text, "\(String(decoding: bytes, as: UTF8.self))")
        accepted += 1
      } catch {
        #expect(error.line >= 1 && error.column >= 1 && error.column <= bytes.count + 1)
      }
    }
    #expect(accepted > 400)
  }

  @Test func complaintsNameTheirPlace() throws {
    let root = try JSONNode(parsing: "{\n\"list\": [\n{\"a/b\": 1},\n{\"a/b\": \"x\", \"n\": {}}\n]}")
    let elements = try root.required("list").elements()
    #expect(try elements[0].required("a/b").integer() == 1)
    #expect(
      throws: JSONShapeError(pointer: "/list/1/a~1b", line: 4, expected: "a whole number ≥ 0, not a string")
    ) { try elements[1].required("a/b").integer() }
    #expect(
      throws: JSONShapeError(
        pointer: "/list/1/n/~0", line: 4, expected: "a value; the key \"~\" is missing or null")
    ) { try elements[1].required("n").required("~") }
    #expect(root.nearest(to: "/list/1/a~1b").pointer == "/list/1/a~1b")
    #expect(root.nearest(to: "/list/2/x").pointer == "/list")
    #expect(root.nearest(to: "/list/1/x/y").line == 4)
  }

  @Test func aNodeKeepsItsText() throws {
    var node: JSONNode?
    do {
      let text = [UInt8]("[\"\(String(repeating: "x", count: 100))\"]".utf8)
      node = try JSONNode(parsing: text).elements().first
    }
    #expect(try node?.string().count == 100)
  }
}
