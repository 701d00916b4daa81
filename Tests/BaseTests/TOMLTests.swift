import Base
import TestSupport
import Testing

/// TOML 1.0, against examples of its specification.
@Suite struct TOMLTests {
  private static func json(_ text: String) throws -> JSONValue { try TOMLDocument(parsing: Array(text.utf8)).value }

  private static let documents: [(toml: String, json: String)] = [
    ("", "{}"), ("# nothing\n", "{}"), ("a = 1 # one\r\nb = -17\n", #"{"a": 1, "b": -17}"#),
    ("\"quoted key\" = true\n'x' = false", #"{"quoted key": true, "x": false}"#),
    ("a.b.c = 1\na.b.d = 2", #"{"a": {"b": {"c": 1, "d": 2}}}"#),
    ("3.14 = 'pi'", #"{"3": {"14": "pi"}}"#),
    ("n = [0xDEAD_beef, 0o755, 0b11, 1_000, +9, 0]", #"{"n": [3735928559, 493, 3, 1000, 9, 0]}"#),
    (
      "f = [3.1415, -0.01, 5e+22, 1e06, 6.626e-34, 224_617.4]",
      #"{"f": [3.1415, -0.01, 5e22, 1e6, 6.626e-34, 224617.4]}"#
    ),
    (#"s = "tab\t quote\" \u00e9 \U0001F600""#, #"{"s": "tab\t quote\" é 😀"}"#),
    (#"w = 'C:\n\x'"#, #"{"w": "C:\\n\\x"}"#),
    ("m = \"\"\"\nRoses \\\n\n   are red\n\"\"\"", #"{"m": "Roses are red\n"}"#),
    ("m = '''\nit's\n'''''", #"{"m": "it's\n''"}"#),
    ("a = [ 1,\n  2, # two\n]\nb = [[1], ['x', {c = 1}]]", #"{"a": [1, 2], "b": [[1], ["x", {"c": 1}]]}"#),
    ("p = { x = 1, y.z = \"q\" }\ne = {}", #"{"p": {"x": 1, "y": {"z": "q"}}, "e": {}}"#),
    ("[a]\nb = 1\n[a.c]\nd = 2\n[x . 'y']\nz = 3", #"{"a": {"b": 1, "c": {"d": 2}}, "x": {"y": {"z": 3}}}"#),
    ("[x.y]\na = 1\n[x]\nb = 2", #"{"x": {"y": {"a": 1}, "b": 2}}"#),
    (
      "[[f]]\nn = 1\n[f.p]\nc = 'r'\n[[f.v]]\nk = 2\n[[f.v]]\nk = 3\n[[f]]\nn = 4",
      #"{"f": [{"n": 1, "p": {"c": "r"}, "v": [{"k": 2}, {"k": 3}]}, {"n": 4}]}"#
    ),
    (
      "d = [1979-05-27T07:32:00Z, 1979-05-27, 07:32:00.5, 1979-05-27 07:32:00-07:00]",
      #"{"d": ["1979-05-27T07:32:00Z", "1979-05-27", "07:32:00.5", "1979-05-27 07:32:00-07:00"]}"#
    ),
  ]

  @Test(arguments: documents.indices)
  func aDocumentIsRead(index: Int) throws {
    let (toml, json) = Self.documents[index]
    let expected = try JSONParser.parse(json)
    #expect(JSONWriter.line(try Self.json(toml)) == JSONWriter.line(expected))
  }

  @Test(arguments: [
    ("a = 1\na = 2", 2), ("a", 1), ("a =", 1), ("= 1", 1), ("a = 1 b = 2", 1), ("a = 01", 1), ("a = 1__0", 1),
    ("a = .5", 1), ("a = 5.", 1), ("a = nan", 1), ("a = \"x", 1), ("a = \"\\q\"", 1), ("a = \"\\ud800\"", 1),
    ("a = [1 2]", 1), ("a = [1,\n", 2), ("a = {b = 1", 1), ("a = {b = 1,\n c = 2}", 1), ("[a]\n[a]", 2),
    ("[a\n", 1), ("[[a]\n", 1), ("a = 1\n[a]", 2), ("a = 1\n[a.b]", 2), ("a = []\n[[a]]", 2), ("[a]\n[[a]]", 2),
    ("a.b = 1\n[a]\nb = 2", 2), ("a = {b = 1}\na.c = 2", 2), ("a = '''x", 1), ("a = tru", 1), ("a = 1\u{1}", 1),
    ("a = 99999999999999999999", 1),
  ])
  func aMistakeIsNamedWithItsLine(text: String, line: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try Self.json(text) }
    #expect(error?.line == line)
  }

  @Test func linesAreThoseOfTheText() throws {
    let document = try TOMLDocument(parsing: Array("x = 1\n\n[[want]]\nname = 'a'\n\n[[want]]\nusers = 2\n".utf8))
    #expect(document.line(of: "/want/1/users") == 7 && document.line(of: "/want/1/missing") == 6)
    #expect(document.line(of: "/x") == 1 && document.line(of: "/nothing") == 1)
  }

  @Test func nestingHasAnEnd() {
    for text in ["a = " + String(repeating: "[", count: 100_000), "a = " + String(repeating: "{b=", count: 100_000)] {
      #expect(throws: JSONSyntaxError.self) { try Self.json(text) }
    }
  }

  @Test func changedTextsNeverCrash() {
    let seed = Self.documents.map(\.toml).joined(separator: "\n[t]\n")
    var mutator = Mutator(seed: 7)
    for _ in 0..<500 { _ = try? TOMLDocument(parsing: mutator.mutated(Array(seed.utf8))) }
  }
}
