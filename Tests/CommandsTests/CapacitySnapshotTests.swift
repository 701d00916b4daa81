import Base
import Commands
import TestSupport
import Testing

/// One question on five machines: twelve colleagues who pause a minute between questions.
///
/// `PLIMSOLL_RECORD=1 swift test --filter CapacitySnapshotTests` writes the pages anew after a change that was meant.
@Suite struct CapacitySnapshotTests {
  private static let colleagues = [
    "--users", "12", "--think-time", "60", "--input", "1500", "--output", "300", "--target-ttft", "5",
    "--target-speed", "8",
  ]
  private static let pages: [(name: String, arguments: [String])] = [
    ("capacity-4090", ["qwen3-30b-a3b", "--gpu", "RTX 4090", "--ram", "64GiB"] + colleagues),
    ("capacity-strix-halo", ["gpt-oss-120b", "--gpu", "Radeon 8060S", "--ram", "128GiB"] + colleagues),
    ("capacity-two-3090", ["qwen3-32b", "--gpu", "2xRTX 3090", "--ram", "64GiB"] + colleagues),
    (
      "capacity-epyc",
      ["qwen3-30b-a3b", "--gpu", "none", "--ram", "256GiB", "--cores", "64", "--memory-bandwidth", "307GB/s"]
        + colleagues
    ),
    ("capacity-8-h100", ["llama-3.3-70b-instruct", "--gpu", "8xH100 SXM5", "--ram", "1024GiB"] + colleagues),
    ("capacity-most", ["llama-3.1-8b-instruct", "--gpu", "RTX 4090", "--ram", "64GiB"]),
    ("capacity-rate", ["qwen3-8b", "--gpu", "RTX 3060 12GB", "--ram", "32GiB", "--rate", "9"]),
  ]

  @Test(arguments: pages.map(\.name)) func thePageIsAsItWas(name: String) throws {
    let page = try #require(Self.pages.first { $0.name == name })
    let run = ProgramRun(["capacity"] + page.arguments, environment: ["LANG": "C.UTF-8"], width: 80)
    try expectSnapshot(run.output, named: name + ".txt")
    #expect(run.messages.isEmpty)
    let long = run.output.split(separator: "\n").filter { line in
      line.count > 80
        && !["llama-server", "vllm serve", "launch_server", "trtllm-serve"].contains { line.contains($0) }
    }
    #expect(long.isEmpty, "\(long)")
  }

  @Test func theExitCodeSaysWhetherTargetsAreKept() {
    let machine = ["--gpu", "RTX 4090", "--ram", "64GiB"]
    func code(_ arguments: [String]) -> ExitCode { ProgramRun(["capacity", "qwen3-8b"] + machine + arguments).code }
    #expect(code(["--users", "4"]) == .answered)
    #expect(code(["--users", "4", "--target-speed", "10000"]) == .nothingFits)
    #expect(code(["--rate", "500"]) == .nothingFits)
    #expect(code(["--users", "4", "--rate", "2"]) == .usage)
    #expect(code(["--users", "0"]) == .usage)
    #expect(code(["--checkpoint", "Q9_Z"]) == .usage)
    #expect(code(["--engine", "nothing"]) == .usage)
    #expect(code(["--input", "900000"]) == .usage)
  }

  @Test func theDocumentObeysItsSchema() throws {
    for page in Self.pages {
      let run = ProgramRun(["capacity"] + page.arguments + ["--json"])
      let document = try JSONParser.parse(run.output)
      #expect(try SchemaCheck.findings(in: document, schema: "capacity").isEmpty, "\(page.name)")
      #expect(document["rows"]?.array?.isEmpty == false, "\(page.name)")
    }
  }
}
