import Base
import Testing

@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("a\u{1B}[31mb\u{7}\u{9B}c\n", "a[31mbc"), ("über 🦙", "über 🦙"), ("\u{202E}evil\u{202C}", "evil"),
    ("a\u{2066}b\u{2069}\u{200F}\u{61C}", "ab"), ("\u{9D}0;title\u{9C}", "0;title"), ("two\u{2028}lines", "twolines"),
  ])
  func dropsWhatDrivesTerminals(text: String, printable: String) {
    #expect(text.printable == printable)
  }

  @Test func jsonKeepsSuchTextsAsEscapes() throws {
    let value = JSONValue.string("a\u{9B}\u{202E}\u{7F}")
    #expect(JSONWriter.line(value) == #""a\u009b\u202e\u007f""#)
    #expect(try JSONParser.parse(JSONWriter.line(value)) == value)
  }
}

@Suite struct ShellWordTests {
  @Test(arguments: [
    ("qwen3:8b", "qwen3:8b"), ("hf.co/a/b_c-1:Q4_K_M", "hf.co/a/b_c-1:Q4_K_M"), ("", "''"), ("a b", "'a b'"),
    ("evil/repo;curl x|sh", "'evil/repo;curl x|sh'"), ("it's", #"'it'\''s'"#), ("$(x)", "'$(x)'"),
    // A shell reads bytes: the combining mark does not make another sign of the quote.
    ("a'\u{301};x", "'a'\\''\u{301};x'"),
  ])
  func quotesWhatAShellWouldTakeApart(word: String, quoted: String) {
    #expect(ShellWord.quoted(word) == quoted)
  }
}

@Suite struct WordWrapTests {
  @Test func breaksBetweenWordsOnly() {
    #expect(WordWrap.lines("one two three", width: 7) == ["one two", "three"])
    #expect(WordWrap.lines("unbreakable x", width: 4) == ["unbreakable", "x"])
    #expect(WordWrap.lines("", width: 4) == [""])
    #expect(WordWrap.hanging("one two three", indentation: 2, width: 7) == "one two\n  three")
  }
}

@Suite struct TextIndexTests {
  @Test func everyTextIsFoundAtItsPlaceAndNoOther() {
    let texts = (0..<200).map { "Q\($0)_\($0 % 7)" } + ["", "a"]
    let index = TextIndex(texts)
    for (place, text) in texts.enumerated() { #expect(index.place(of: text) == place) }
    for text in ["Q200_4", "Q", "b", "Q1_1 "] { #expect(index.place(of: text) == nil) }
  }

  @Test func ofEqualTextsTheFirstIsFound() {
    #expect(TextIndex(["b", "a", "a"]).place(of: "a") == 1)
  }
}
