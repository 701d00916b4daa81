import TestSupport
import Testing

@testable import Base

@Suite struct JSONTapeTests {
  /// What the tape makes of a text: its value, or nil when it refuses the text.
  private func taped(_ bytes: [UInt8]) -> JSONValue? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let tape = try? JSONTape(buffer) else { return nil }
      return tape.read { $0.value }
    }
  }

  @Test(arguments: [
    "0", "-0", "-1.5e3", "1E+2", "01", "-", "1.", "1e", "1e999", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "123456789012345678901234567890", "true", "tru", "falsey", "null", "\"\"", "\"a\\n\"",
    "\"\\u00e9\\ud83e\\udd99\"", "\"\\ud83e\"", "\"\\x\"", "\"unclosed", "\"tab\there\"", "[]", "[1,2,[3]]", "[1,]",
    "[,]", "{}", "{\"a\":1,\"b\":{\"c\":[null,true]}}", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "[1] x", "", " ",
    "\u{FEFF}{}", "{\"é\": \"ü🦙\"}", "{\"a\\u0062\": 1, \"ab\": 2}", "[1 2]", "{\"a\" 1}", "]", "1 ", "\n\t [ ] \r",
  ])
  func readsWhatTheParserReads(text: String) {
    #expect(taped(Array(text.utf8)) == (try? JSONParser.parse(text)))
  }

  @Test func refusesWhatIsNotUTF8OrNestsTooDeep() {
    #expect(taped([0x22, 0xFF, 0x22]) == nil)
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(taped(deep) == nil)
    let allowed = String(repeating: "[", count: 127) + String(repeating: "]", count: 127)
    #expect(taped(Array(allowed.utf8)) == (try? JSONParser.parse(allowed)))
  }

  /// Random edits of a good text: both readers must agree on every one.
  @Test func agreesWithTheParserOnDamagedTexts() {
    let good = Array(
      "{\"models\": [{\"id\": \"a\\u00e9\", \"n\": [1, -2.5e1, true, null]}, {}], \"x\": {\"y\": \"ü\"}}".utf8)
    let letters = Array("{}[]\",:\\0123456789eE+-.truefalsn \n\u{7F}".utf8) + [0xC3, 0xFF, 0x00]
    var random = SeededRandom(seed: 7)
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
      let (tape, parser) = (taped(bytes), try? JSONParser.parse(bytes))
      #expect(tape == parser, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func complaintsNameTheirPlace() throws {
    let bytes = Array("{\n\"list\": [\n{\"a/b\": 1},\n{\"a/b\": \"x\"}\n]}".utf8)
    let error = #expect(throws: JSONShapeError.self) {
      try bytes.withUnsafeBufferPointer { buffer in
        try JSONTape(buffer).read { root in
          for element in try root.required("list").elements() { _ = try element.required("a/b").integer() }
        }
      }
    }
    #expect(error?.pointer == "/list/1/a~1b")
    #expect(error?.expected == "a whole number ≥ 0, not a string")
  }
}
