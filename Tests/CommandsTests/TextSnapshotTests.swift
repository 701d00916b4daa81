import Commands
import TestSupport
import Testing

/// What people read, whole pages: a change of wording, width or number shows in the difference.
///
/// `PLIMSOLL_RECORD=1 swift test --filter TextSnapshotTests` writes them anew after a change that was meant.
@Suite struct TextSnapshotTests {
  private static let desktop = ["--gpu", "RTX 3060 12GB", "--ram", "32GiB"]
  private static let pages: [(name: String, arguments: [String], width: Int)] = [
    ("help", ["--help"], 80), ("help-fit-short", ["fit", "-h"], 80), ("help-scan", ["scan", "--help"], 80),
    ("help-fit", ["fit", "--help"], 100),
    ("scan-80", ["scan"] + desktop, 80), ("scan-120", ["scan"] + desktop, 120),
    ("scan-two-gpus", ["scan", "--gpu", "2xRTX 3090", "--ram", "64GiB"], 80),
    ("scan-nothing", ["scan", "--gpu", "none", "--ram", "1GiB", "--min-speed", "900"], 80),
    ("hardware", ["hardware"] + desktop, 80), ("fit-80", ["fit", "qwen3-8b"] + desktop, 80),
    ("fit-120", ["fit", "qwen3-30b-a3b"] + desktop, 120),
    ("fit-too-large", ["fit", "kimi-k2-instruct", "--quant", "Q4_K_M"] + desktop, 80),
    ("fit-explain", ["fit", "llama-3.1-8b-instruct", "--quant", "Q4_K_M", "--explain"] + desktop, 80),
    ("recommend-80", ["recommend"] + desktop, 80), ("recommend-120", ["recommend", "--limit", "3"] + desktop, 120),
    ("recommend-all", ["recommend", "--use-case", "all"] + desktop, 80),
    ("compare", ["compare", "qwen3:8b", "gemma3:12b"] + desktop, 80), ("plan", ["plan", "qwen3:32b"], 80),
    ("catalog-show", ["catalog", "show", "qwen3:8b"], 80),
    ("catalog-search", ["catalog", "search", "qwen3", "8b"], 80),
    ("fit.md", ["fit", "qwen3-30b-a3b", "--format", "markdown"] + desktop, 80),
    ("recommend.md", ["recommend", "--format", "markdown"] + desktop, 80),
    ("hardware.md", ["hardware", "--format", "markdown"] + desktop, 80),
  ]

  @Test(arguments: pages.map(\.name))
  func thePageIsAsItWas(name: String) throws {
    let page = try #require(Self.pages.first { $0.name == name })
    let run = ProgramRun(page.arguments, environment: ["LANG": "C.UTF-8"], width: page.width)
    try expectSnapshot(run.output, named: name.hasSuffix(".md") ? name : name + ".txt")
    #expect(run.messages.isEmpty)
    #expect(!run.output.contains("\u{1B}"))
  }

  /// Commands to copy are whole, whatever their length; everything else stays inside the page.
  @Test(arguments: pages.map(\.name).filter { $0 != "catalog-search" && !$0.hasSuffix(".md") })
  func linesStayInsideThePage(name: String) throws {
    let page = try #require(Self.pages.first { $0.name == name })
    let run = ProgramRun(page.arguments, environment: ["LANG": "C.UTF-8"], width: page.width)
    let long = run.output.split(separator: "\n").filter { line in
      line.count > page.width && !["llama-server", "ollama", "plimsoll "].contains { line.contains($0) }
    }
    #expect(long.isEmpty, "\(long)")
  }
}
