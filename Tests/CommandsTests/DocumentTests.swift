import Base
import Commands
import TestSupport
import Testing

@Suite struct DocumentTests {
  private static let desktop = ["--gpu", "RTX 3060 12GB", "--ram", "32GiB"]

  @Test(arguments: [
    ("hardware", ["hardware"]), ("hardware", ["hardware"] + desktop),
    ("fit", ["fit", "qwen3-8b", "--no-bench"]),
    ("fit", ["fit", "qwen3-30b-a3b"] + desktop),
    ("fit", ["fit", "qwen3-30b-a3b", "--quant", "Q4_K_M", "--explain"] + desktop),
    ("fit", ["fit", "deepseek-r1"] + desktop),
    ("scan", ["scan"] + desktop), ("recommend", ["recommend", "--use-case", "embedding"] + desktop),
    ("recommend", ["recommend", "--ram", "1GiB", "--min-speed", "9999"]), ("catalog-list", ["catalog", "list"]),
    ("catalog-list", ["catalog", "search", "qwen3"]), ("catalog-model", ["catalog", "show", "llama-3.1-8b-instruct"]),
    ("catalog-model", ["catalog", "show", "qwen2.5-32b-instruct"]),
    ("error", ["fit", "no-such-model"]), ("error", ["hardware", "--root", "/no/such/folder"]),
    ("error", ["recommend", "--context", "zero"]), ("compare", ["compare", "qwen3:8b", "deepseek-r1"] + desktop),
    ("use-cases", ["recommend", "--use-case", "all"] + desktop), ("plan", ["plan", "qwen3:8b"]),
    ("plan", ["plan", "kimi-k2-instruct", "--min-speed", "9999"]), ("catalog-check", ["catalog", "check"]),
    ("doctor", ["doctor"]), ("version", ["--version"]),
    ("pull", ["pull", "qwen3:8b", "--dry-run"]),
  ])
  func realOutputFollowsItsSchema(schema: String, arguments: [String]) throws {
    let run = ProgramRun(arguments + ["--json"])
    #expect(try SchemaCheck.findings(in: run.document(), schema: schema) == [])
    #expect(run.output.hasSuffix("}\n"))
  }

  @Test func aSchemaThatIsNotMetIsNoticed() throws {
    let document = try ProgramRun(["hardware", "--json"] + Self.desktop).document()
    let members = (document.members ?? []).filter { $0.key != "gaps" }
    #expect(try SchemaCheck.findings(in: .object(members), schema: "hardware") == ["/gaps: is missing"])
    #expect(try !SchemaCheck.findings(in: .object(["schema": 1]), schema: "error").isEmpty)
    let more: JSONValue = .object(members + [.init("gaps", []), .init("other", 1)])
    #expect(try SchemaCheck.findings(in: more, schema: "hardware") == ["/other: is not named"])
  }

  @Test func theSameMachineGivesTheSameBytes() {
    let arguments = ["recommend", "--json"] + Self.desktop
    #expect(ProgramRun(arguments).output == ProgramRun(arguments).output)
  }

  /// A machine document gives the answers of the machine it came from.
  @Test func aMachineDocumentStandsForItsMachine() throws {
    let folder = try TestFolder()
    let path = folder.path + "/machine.json"
    try Files.write(ProgramRun(["hardware", "--json"] + Self.desktop).output, to: path)
    let own = try ProgramRun(["fit", "qwen3-8b", "--json"] + Self.desktop).document()
    let read = try ProgramRun("fit", "qwen3-8b", "--json", "--machine", path).document()
    #expect(own["rows"] == read["rows"])
    let again = try ProgramRun("hardware", "--json", "--machine", path).document()
    #expect(again["machine"]?["accelerators"] == own["machine"]?["accelerators"])
    #expect(again["machine"]?["memory"] == own["machine"]?["memory"])
  }
}
