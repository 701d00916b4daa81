import Base
import Commands
import TestSupport
import Testing

/// `plimsoll fleet` from the command line on.
@Suite struct FleetCommandTests {
  /// A folder with machine documents: two equal ones below another folder, one of another kind.
  private static func folder() throws -> TestFolder {
    let folder = try TestFolder()
    let card = ProgramRun("hardware", "--gpu", "RTX 4090", "--ram", "64GiB", "--json").output
    let bare = ProgramRun("hardware", "--gpu", "none", "--ram", "32GiB", "--json").output
    try folder.write(card, to: "rack1/alpha.json")
    try folder.write(card, to: "rack1/beta.json")
    try folder.write(bare, to: "gamma.json")
    return folder
  }

  @Test func equalMachinesArePlannedOnce() throws {
    let folder = try Self.folder()
    let run = ProgramRun("fleet", folder.path, "--json")
    #expect(run.code == .answered && run.messages.isEmpty)
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "fleet") == [])
    #expect(document["hosts"] == 3)
    let classes = try #require(document["classes"]?.array)
    #expect(classes.map { $0["hosts"] } == [["rack1/alpha", "rack1/beta"], ["gamma"]])
    let carries = try #require(document["carries"]?.array)
    let names = Set(classes.compactMap { $0["fingerprint"]?.string })
    #expect(Set(carries.compactMap { $0["class"]?.string }) == names && names.count == 2)
    // What one host carries is what `recommend` says of its document.
    let coding = carries.first { $0["use_case"] == "coding" && $0["class"] == classes[0]["fingerprint"] }
    let own = try ProgramRun(
      "recommend", "--machine", folder.path + "/rack1/alpha.json", "--use-case", "coding", "--json"
    ).document()
    let best = own["recommendations"]?.array?.first
    #expect(coding?["model"] == best?["model"]?["id"])
    #expect(coding?["tokens_per_second"] == best?["row"]?["speed"]?["decode_tokens_per_second"])
  }

  @Test func aBrokenDocumentIsNamedAndSkipped() throws {
    let folder = try Self.folder()
    try folder.write("{\"schema\": \"plimsoll.hardware/1\"}", to: "broken.json")
    try folder.write("", to: "empty.json")
    try folder.write(ProgramRun("cost", "--requests-per-day", "9", "--json").output, to: "cost.json")
    try folder.write("not for us", to: "notes.txt")
    let run = ProgramRun("fleet", folder.path, "--use-case", "coding", "--json")
    #expect(run.code == .badData)
    #expect(run.messages.contains("broken.json:1: ") && run.messages.contains("empty.json:1:1: "))
    let document = try run.document()
    #expect(document["hosts"] == 3)
    #expect(
      document["skipped"]?.array?.compactMap { $0["file"]?.string }
        == ["broken.json", "empty.json"].map {
          folder.path + "/" + $0
        })
  }

  @Test func linesAreDocumentsToo() throws {
    let folder = try TestFolder()
    let lines = try ["RTX 4090", "none"].map { card in
      JSONWriter.line(try ProgramRun("hardware", "--gpu", card, "--ram", "64GiB", "--json").document())
    }
    try folder.write(lines[0] + "\n\n" + lines[1] + "\n{\n", to: "all.jsonl")
    let run = ProgramRun("fleet", folder.path + "/all.jsonl", "--use-case", "coding", "--json")
    #expect(run.code == .badData && run.messages.contains("all.jsonl:4:"))
    let hosts = try run.document()["classes"]?.array?.flatMap { $0["hosts"]?.array ?? [] } ?? []
    #expect(Set(hosts.compactMap(\.string)) == ["all#1", "all#3"])
  }

  @Test func hostsOfOneNameAreToldApart() throws {
    let (one, other) = (try Self.folder(), try Self.folder())
    let document = try ProgramRun(
      "fleet", one.path + "/gamma.json", other.path + "/gamma.json", one.path + "/gamma.json", "--json"
    ).document()
    let hosts = document["classes"]?.array?.first?["hosts"]?.array?.compactMap(\.string)
    #expect(hosts == [one.path + "/gamma", other.path + "/gamma"])
  }

  @Test func theSameFleetGivesTheSameBytes() throws {
    let folder = try Self.folder()
    let paths = ["/rack1", "/gamma.json"].map { folder.path + $0 }
    let (one, other) = (ProgramRun(["fleet"] + paths), ProgramRun(["fleet"] + paths))
    #expect(one.output == other.output && one.output.contains("3 hosts in 2 classes"))
    let rows = try CSVText.lines(ProgramRun(["fleet"] + paths + ["--format", "csv"]).output)
    #expect(rows.count == 3 && rows[0].contains("fingerprint") && rows.allSatisfy { $0.count == rows[0].count })
  }

  @Test func aMissingPathIsNoInput() throws {
    #expect(ProgramRun("fleet", "/nowhere").code == .noInput)
    let empty = try TestFolder()
    #expect(ProgramRun("fleet", empty.path).code == .noInput)
    #expect(ProgramRun("fleet").code == .usage)
  }

  @Test func prometheusReadsTheWholeFleet() throws {
    let folder = try Self.folder()
    let file = folder.path + "/fleet.prom"
    #expect(ProgramRun("fleet", folder.path, "--prometheus", file, "--quiet").code == .answered)
    let text = try Files.text(file)
    let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(samples.count { $0.hasPrefix("plimsoll_fleet_hosts{") } == 2)
    #expect(samples.count { $0.hasPrefix("plimsoll_fleet_host_info{") } == 3)
    #expect(samples.contains { $0.contains("use_case=\"coding\"") && $0.contains("bound=\"low\"") })
    #expect(ProgramRun("fleet", folder.path, "--prometheus", folder.path).code == .cannotCreate)
  }
}
