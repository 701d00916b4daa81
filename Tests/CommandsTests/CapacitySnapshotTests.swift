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
    (
      "capacity-nodes",
      ["llama-3.1-405b-instruct", "--gpu", "8xH100 SXM5", "--ram", "1TiB", "--nodes", "2", "--users", "32"]
        + ["--checkpoint", "BF16", "--link", "100Gbit/s,20us"]
    ),
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

  @Test func whatToBuyForFiftyPeople() throws {
    let load = ["--users", "50", "--target-ttft", "2", "--target-speed", "15"]
    let run = ProgramRun(["plan", "llama-3.1-8b-instruct"] + load, environment: ["LANG": "C.UTF-8"], width: 80)
    try expectSnapshot(run.output, named: "plan-users.txt")
    let document = try ProgramRun(["plan", "llama-3.1-8b-instruct", "--json"] + load).document()
    #expect(try SchemaCheck.findings(in: document, schema: "plan-users").isEmpty)
    let options = try #require(document["options"]?.array)
    #expect(options.count == 5)
    let prices = options.compactMap { $0["price_usd"]?.number }
    #expect(prices == prices.sorted())
    for option in options {
      let serves = try #require(option["serves"])
      #expect(serves["verdict"]?.string == "meets")
      #expect(try #require(serves["time_to_first_token_seconds"]?["p95"]?.number) <= 2)
    }
    // More people never need less.
    let more = try ProgramRun(
      ["plan", "llama-3.1-8b-instruct", "--json", "--users", "400", "--limit", "1"] + load.dropFirst(2)
    )
    .document()
    let dearer = try #require(more["options"]?.array?.first?["price_usd"]?.number)
    #expect(dearer >= prices[0])
    #expect(ProgramRun(["plan", "llama-3.1-8b-instruct", "--target-speed", "20"]).code == .usage)
  }

  @Test func thePlotIsDrawn() throws {
    let folder = try TestFolder()
    let path = folder.path + "/load.svg"
    let run = ProgramRun(["capacity", "qwen3-8b", "--gpu", "RTX 4090", "--plot", path])
    #expect(run.code == .answered)
    let picture = try Files.text(path)
    #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
    #expect(picture.contains("Qwen3 8B") && picture.split(separator: "<polyline").count == 3)
    #expect(!picture.contains("nan") && !picture.contains("inf"))
    let nowhere = ProgramRun(["capacity", "qwen3-8b", "--gpu", "RTX 4090", "--plot", folder.path + "/no/load.svg"])
    #expect(nowhere.code == .cannotCreate)
  }

  @Test func theTopPickIsAskedAbout() throws {
    let machine = ["--gpu", "RTX 3060 12GB", "--ram", "32GiB", "--json"]
    let best = try ProgramRun(["recommend"] + machine).document()["recommendations"]?.array?.first
    let asked = try ProgramRun(["capacity", "--pick"] + machine).document()
    #expect(asked["model"]?["id"] == best?["model"]?["id"] && asked["model"]?["id"] != nil)
    #expect(ProgramRun(["capacity"] + machine).code == .usage)
    #expect(ProgramRun(["capacity", "qwen3-8b", "--pick"] + machine).code == .usage)
  }

  @Test func aSlowerNetworkTakesMore() throws {
    func share(_ link: String) throws -> Double {
      let run = ProgramRun([
        "capacity", "llama-3.3-70b-instruct", "--gpu", "RTX 3090", "--ram", "16GiB", "--nodes", "3", "--users", "4",
        "--engine",
        "llama.cpp", "--link", link, "--json",
      ])
      let row = try #require(try run.document()["rows"]?.array?.first)
      #expect(row["nodes"]?.integer == 3 && row["gpus"]?.integer == 3)
      #expect(row["command"]?.string?.contains("--rpc node2:50052,node3:50052") == true)
      return try #require(row["network_share"]?.number)
    }
    let (fast, slow) = (try share("25Gbit/s,50us"), try share("1Gbit/s,500us"))
    #expect(fast > 0 && slow > fast * 5 && slow < 0.5)
    #expect(ProgramRun(["capacity", "qwen3-8b", "--link", "fast"]).code == .usage)
  }

  @Test func theExitCodeSaysWhetherTargetsAreKept() {
    let machine = ["--gpu", "RTX 4090", "--ram", "64GiB"]
    func code(_ arguments: [String]) -> ExitCode { ProgramRun(["capacity", "qwen3-8b"] + machine + arguments).code }
    #expect(code(["--users", "4"]) == .answered)
    #expect(code(["--users", "4", "--target-speed", "10000"]) == .nothingFits)
    #expect(code(["--rate", "500"]) == .nothingFits)
    #expect(code(["--users", "4", "--rate", "2"]) == .usage)
    #expect(code(["--users", "0"]) == .usage)
    #expect(code(["--think-time", "9"]) == .usage)
    #expect(code(["--checkpoint", "Q9_Z"]) == .usage)
    #expect(code(["--engine", "nothing"]) == .usage)
    #expect(code(["--input", "900000"]) == .usage)
  }

  @Test func theDocumentObeysItsSchema() throws {
    for page in Self.pages {
      let run = ProgramRun(["capacity"] + page.arguments + ["--json"])
      let document = try JSONParser.parse(run.output)
      #expect(try SchemaCheck.findings(in: document, schema: "capacity").isEmpty, "\(page.name)")
      let rows = try #require(document["rows"]?.array)
      #expect(!rows.isEmpty, "\(page.name)")
      for row in rows where row["max_concurrency"]?.integer ?? 0 > 0 {
        let memory = try #require(row["memory"])
        let parts = ["weights_bytes", "kv_budget_bytes"].compactMap { memory[$0]?.integer }.reduce(0, +)
        #expect(parts <= memory["budget_bytes"]?.integer ?? 0, "\(page.name): \(row["engine"]?.string ?? "")")
      }
    }
  }
}
