import Base
import Commands
import TestSupport
import Testing

/// `plimsoll fleet --link` from the command line on.
@Suite struct FleetLinkTests {
  private static func folder(_ gpus: String, count: Int) throws -> TestFolder {
    let folder = try TestFolder()
    let document = ProgramRun("hardware", "--gpu", gpus, "--ram", "128GiB", "--json").output
    for copy in 0..<count { try folder.write(document, to: "hosts/host\(copy).json") }
    return folder
  }

  private static func run(_ folder: TestFolder, _ more: String...) -> ProgramRun {
    ProgramRun(["fleet", folder.path + "/hosts", "--use-case", "general"] + more)
  }

  @Test func aModelOverHostsIsComparedWithOneHost() throws {
    let folder = try Self.folder("2xRTX 4090", count: 2)
    let run = Self.run(folder, "--link", "10Gbit/s,100us", "--model", "llama-3.3-70b-instruct", "--json")
    #expect(run.code == .answered, "\(run.messages)")
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "fleet") == [])
    let spans = try #require(document["spans"]?.array)
    let rpc = try #require(spans.first { $0["method"] == "rpc" })
    let hosts = try #require(rpc["hosts"]?.array)
    #expect(hosts.count == 2 && hosts.first?["role"] == "head" && hosts.last?["role"] == "worker")
    #expect(rpc["network"]?["latency_seconds"]?.number == 100e-6 && rpc["network"]?["waits_per_token"] == 2)
    #expect(rpc["alternative"]?["model"]?.string != nil && rpc["worth_it"] == false)
    let commands = try #require(rpc["commands"]?.array).map { ($0["host"]?.string, $0["command"]?.string ?? "") }
    #expect(commands.map(\.0) == ["host1", "host0"])
    #expect(commands.first?.1 == "ggml-rpc-server -H 0.0.0.0 -p 50052")
    #expect(
      commands.last?.1.contains("--rpc host1:50052") == true && commands.last?.1.contains("--tensor-split") == true)
    let served = try #require(spans.first { $0["method"] == "pipeline" })
    #expect(served["pipeline_parallel"] == 2 && served["tensor_parallel"] == 2)
    let lines = served["commands"]?.array?.compactMap { $0["command"]?.string } ?? []
    #expect(lines.first?.hasPrefix("ray start --head --node-ip-address=host0 --port=6379 --num-gpus=2") == true)
    #expect(lines.last?.contains("--pipeline-parallel-size 2 --distributed-executor-backend ray") == true)
    let text = Self.run(folder, "--link", "10Gbit/s,100us", "--model", "llama-3.3-70b-instruct")
    #expect(text.output.contains("Over several hosts (10 Gbit/s with 100 µs one way)"))
    #expect(text.output.contains("Not worth it: one host alone runs"))
  }

  @Test func hostsThatAreTooFewAreAnAnswer() throws {
    let run = Self.run(try Self.folder("RTX 4090", count: 1), "--link", "10Gbit/s")
    #expect(run.code == .nothingFits && run.messages.contains("only 1 host is free"), "\(run.messages)")
  }

  @Test(arguments: [
    ("25Gbits,50us", "one of the units Gbit/s, Mbit/s, GB/s, MB/s at character 3"),
    ("25Gbit/s,50", "one of the units us, µs, ms at character 12"),
    ("25Gbit/s,50us,1", "nothing after the latency at character 14"),
    (",50us", "a rate such as 25Gbit/s at character 1"),
    ("0Gbit/s", "a rate such as 25Gbit/s at character 1"), ("-1Gbit/s", "at character 1"), ("", "at character 1"),
    ("1e99Gbit/s", "at character 2"), ("25Gbit/s,", "a latency such as 50us at character 10"),
  ])
  func badLinksAreRefusedWithPlaceAndRemedy(link: String, message: String) throws {
    let run = Self.run(try Self.folder("RTX 4090", count: 2), "--link=\(link)")
    #expect(run.code == .usage && run.output.isEmpty, "\(run.messages)")
    #expect(run.messages.contains(message) && run.messages.contains("write 25Gbit/s,50us"), "\(run.messages)")
  }

  private static let iperf =
    #"{"end": {"streams": [{"sender": {"mean_rtt": 240, "min_rtt": 120}}], "sum_received": {"bits_per_second": 9.4e9}}}"#

  @Test func whatIperfMeasuredIsALink() throws {
    let folder = try Self.folder("2xRTX 4090", count: 2)
    func network(_ text: String, _ more: String = "") throws -> JSONValue? {
      try folder.write(text, to: "iperf3.json")
      let run = Self.run(
        folder, "--link", folder.path + "/iperf3.json" + more, "--model", "llama-3.3-70b-instruct", "--json")
      return try run.document()["spans"]?.array?.first?["network"]
    }
    let measured = try network(Self.iperf)
    #expect(measured?["bytes_per_second"]?.number == 1.175e9 && measured?["latency_seconds"]?.number == 60e-6)
    #expect(try network(Self.iperf, ",1ms")?["latency_seconds"]?.number == 1e-3)
    let mean = Self.iperf.replacing(#", "min_rtt": 120"#, with: "")
    #expect(try network(mean)?["latency_seconds"]?.number == 120e-6)
  }

  @Test(arguments: [
    (#"{"error": "unable to connect"}"#, "iperf3 failed: unable to connect"), (#"{"end": {}}"#, "/end"),
    (iperf.replacing(#""mean_rtt": 240, "min_rtt": 120"#, with: ""), "no round trip was measured"),
    (iperf.replacing("9.4e9", with: "0"), "a rate above 0"), ("[1", "iperf3.json"),
  ])
  func brokenResultsAreRefused(text: String, message: String) throws {
    let folder = try Self.folder("RTX 4090", count: 2)
    try folder.write(text, to: "iperf3.json")
    let run = Self.run(folder, "--link", folder.path + "/iperf3.json")
    #expect(run.code == .badData && run.messages.contains(message), "\(run.messages)")
    let missing = Self.run(folder, "--link", folder.path + "/none.json")
    #expect(missing.code == .noInput && missing.messages.contains("iperf3 --client"))
  }

  @Test func optionsOfSpansNeedALink() throws {
    let run = Self.run(try Self.folder("RTX 4090", count: 2), "--model", "qwen3:8b")
    #expect(run.code == .usage && run.messages.contains("'--link' beside it"))
  }

  @Test(arguments: [
    ("ray", "gpu1-vllm.sh"), ("llama-rpc", "gpu1-llama-server.sh"), ("leaderworkerset", "leaderworkerset.yaml"),
  ])
  func filesOfSeveralHostsAreWritten(format: String, file: String) throws {
    let words = ["emit", format, "llama-3.3-70b-instruct", "--gpu", "2xRTX 4090", "--ram", "128GiB", "--json"]
    let run = ProgramRun(words + ["--hosts", "gpu1,gpu2", "--link", "25Gbit/s,50us"])
    #expect(run.code == .answered, "\(run.messages)")
    let document = try run.document()
    #expect(try SchemaCheck.findings(in: document, schema: "emit") == [])
    let files = document["files"]?.array ?? []
    #expect(files.contains { $0["path"]?.string == file })
    try expectSnapshot(
      files.map { "==> \($0["path"]?.string ?? "")\n" + body($0["text"]?.string ?? "") }.joined(),
      named: "emit-\(format)-hosts.txt")
    let one = ProgramRun(words)
    #expect(one.code == .nothingFits && one.messages.contains("name them with --hosts a,b"), "\(one.messages)")
  }

  @Test func hostsAreForFormatsOfSeveral() {
    let run = ProgramRun("emit", "vllm", "qwen3:8b", "--gpu", "RTX 4090", "--hosts", "a,b")
    #expect(run.code == .usage && run.messages.contains("these are: ray, llama-rpc, leaderworkerset"))
  }

  private func body(_ text: String) -> String {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line -> String in
      String(line).replacing(/(num-seqs|utilization|memory:) "?[0-9.]+/) { "\($0.output.1) #" } + "\n"
    }.joined()
  }
}
