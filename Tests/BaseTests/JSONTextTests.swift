import Base
import Testing

@Suite struct JSONTextTests {
  @Test func readsEveryKindOfValue() throws {
    let value = try JSONParser.parse(#"{"a": [1, -2.5e3, true, false, null], "b": {"c": "x\n\u00e9\ud83d\ude00"}}"#)
    #expect(value["a"] == [1, .number(-2500), true, false, nil])
    #expect(value["b"]?["c"]?.string == "x\né😀")
  }

  @Test func writesSortedAndReadsBack() throws {
    let value = JSONValue.object(["b": 1, "a": [.number(0.1), nil], "é": "\u{1}\"\\"])
    let text = JSONWriter.text(value)
    #expect(text.hasPrefix("{\n  \"a\": [\n    0.1,"))
    #expect(JSONWriter.text(try JSONParser.parse(text)) == text)
  }

  @Test(arguments: [
    ("{\n  \"a\": 1,\n  oops\n}", 3, 3), ("[1, 2", 1, 6), ("", 1, 1), ("{\"a\" 1}", 1, 6), ("[01]", 1, 2),
    ("[1.]", 1, 4), ("\"a\u{1}\"", 1, 3), ("[1] 2", 1, 5), ("nul", 1, 1), ("\"\\x\"", 1, 3), ("\"\\ud800\"", 1, 8),
  ])
  func namesThePlaceOfAnError(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test func deepNestingIsAnErrorNotACrash() {
    let text = String(repeating: "[", count: 1_000_000)
    #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
  }

  @Test func textThatIsNotUTF8IsAnError() {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0x61, 0xC3, 0x28, 0x22]) }
    #expect(error?.column == 3)
  }
}
