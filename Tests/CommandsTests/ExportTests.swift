import Base
import TestSupport
import Testing

@testable import Commands

/// Policies for pipelines: what passes, what does not and why, and what cannot be understood.
@Suite struct ExportTests {
  private static let card = ["--gpu", "RTX 4090", "--ram", "64GiB", "--no-bench"]

  private static func run(_ policy: String, _ words: [String] = []) throws -> ProgramRun {
    let folder = try TestFolder()
    try folder.write(policy, to: "policy.json")
    return ProgramRun(["export", "--policy", folder.path + "/policy.json"] + card + words)
  }

  private static func findings(_ document: JSONValue) -> [String] {
    (document["models"]?.array ?? []).flatMap { $0["findings"]?.array ?? [] }.map {
      "\($0["level"]?.string ?? "") \($0["rule"]?.string ?? "") \($0["line"]?.integer ?? 0)"
    }
  }

  /// Each key on its own line, met and missed.
  @Test(
    arguments: [
      (#""context_tokens": 8192"#, nil), (#""context_tokens": 200000"#, "error context 2"),
      (#""minimum_tokens_per_second": 20"#, nil), (#""minimum_tokens_per_second": 2000"#, "error decode_speed 2"),
      (#""maximum_time_to_first_token_seconds": 60"#, nil),
      (#""maximum_time_to_first_token_seconds": 0.000001"#, "error time_to_first_token 2"),
      (#""maximum_memory_bytes": "16GiB""#, nil), (#""maximum_memory_bytes": 1000000"#, "error memory 2"),
      (#""license": "commercial""#, nil), (#""licenses": ["MIT"]"#, "error license 2"),
      (#""creators": ["google", "Alibaba Qwen"]"#, nil), (#""creators": ["Google"]"#, "error creator 2"),
      (#""excluded_creators": ["Google"]"#, nil), (#""publishers": ["nobody-at-all"]"#, "error publisher 2"),
      (#""use_case": "coding""#, nil), (#""use_case": "embedding""#, "error purpose 2"),
    ] as [(String, String?)])
  func oneKey(_ line: String, _ finding: String?) throws {
    let run = try Self.run("{\n\(line)\n}", ["qwen3:8b", "--json"])
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "export") == [])
    if let finding {
      #expect(Self.findings(document).contains(finding))
      #expect(run.code == .nothingFits && document["passes"]?.bool == false)
    } else {
      #expect(run.code == .answered && Self.findings(document) == [] && document["passes"]?.bool == true)
    }
  }

  /// Without a model the machine is asked for one, and what is found is as the policy wants it.
  @Test func anyModel() throws {
    let run = try Self.run(
      #"{"use_case": "coding", "licenses": ["apache-2.0"], "maximum_memory_bytes": "12GiB"}"#, ["--json"])
    let model = try #require(try run.document()["models"]?.array?.first)
    #expect(run.code == .answered && model["model"]?["license"]?.string == "apache-2.0")
    #expect((model["total_bytes"]?.integer ?? .max) <= 12 << 30)
    let none = try Self.run(#"{"minimum_tokens_per_second": 1000000}"#, ["--json"])
    #expect(none.code == .nothingFits)
  }

  /// A speed inside the band is a warning, and the policy is met.
  @Test func theWorseEndWarns() throws {
    let first = try Self.run(#"{"context_tokens": 8192}"#, ["qwen3:8b", "--json"]).document()
    let speed = try #require(first["models"]?.array?.first?["decode_tokens_per_second"])
    let (low, estimate) = (try #require(speed["low"]?.number), try #require(speed["estimate"]?.number))
    let quantization = try #require(first["models"]?.array?.first?["quantization"]?.string)
    let run = try Self.run(
      """
      {"context_tokens": 8192, "quantizations": ["\(quantization)"],
       "minimum_tokens_per_second": \((low + estimate) / 2)}
      """, ["qwen3:8b", "--json"])
    #expect(run.code == .answered)
    #expect(Self.findings(try run.document()) == ["warning decode_speed 2"])
  }

  @Test func codeScanning() throws {
    let run = try Self.run(#"{"licenses": ["mit"]}"#, ["gemma3:12b", "--format", "sarif"])
    let document = try JSONParser.parse(run.output)
    let result = try #require(document["runs"]?.array?.first?["results"]?.array?.first)
    #expect(run.code == .nothingFits && document["version"]?.string == "2.1.0")
    #expect(result["ruleId"]?.string == "license" && result["level"]?.string == "error")
    let place = result["locations"]?.array?.first?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.string?.hasSuffix("/policy.json") == true)
    #expect(place?["region"]?["startLine"]?.integer == 1)
  }

  /// What is not understood is refused, and says where.
  @Test(arguments: [
    (#"{"minimum_speed": 3}"#, "policy.json:1: a policy has no 'minimum_speed'"),
    (#"{}"#, "asks for nothing"), (#"[]"#, "expected an object"), (#"{"license": "free"}"#, "/license"),
    (#"{"licenses": ["apache-2"]}"#, "nearest: apache-2.0"), (#"{"excluded_creators": ["Gogle"]}"#, "nearest: Google"),
    (#"{"context_tokens": 0}"#, "/context_tokens"), (#"{"maximum_memory_bytes": "much"}"#, "a size such as"),
    (#"{"models": []}"#, "at least one"), (#"{"schema": "plimsoll.fit/1"}"#, "plimsoll.policy/1"), ("{", "not JSON"),
  ])
  func notUnderstood(_ policy: String, _ message: String) throws {
    let run = try Self.run(policy)
    #expect(run.code == .badData && run.output.isEmpty)
    #expect(run.messages.contains(message))
  }

  @Test func otherCommandsHaveNoVerdict() {
    let run = ProgramRun("fit", "qwen3:8b", "--format", "sarif")
    #expect(run.code == .usage && run.output.isEmpty && run.messages.contains("--format sarif"))
  }
}
