import Base
import Commands
import Glibc
import TestSupport
import Testing

/// `pull --runtime llama.cpp|huggingface` against a stand-in for a Hub.
@Suite struct HubPullTests {
  private static let repository = "someone/Small-Llama-GGUF"
  private static let file = "Small-Llama-Q4_0.gguf"
  private static let bytes = GGUFBuilder.smallLlama().built()

  /// A run with a cache of its own.
  private struct Pull {
    let run: ProgramRun
    let folder: TestFolder
    let hub: FakeHub

    var cache: String { folder.path + "/hub/models--" + HubPullTests.repository.replacing("/", with: "--") }
    var snapshot: String { cache + "/snapshots/" + FakeHub.commit }

    init(
      _ hub: FakeHub, _ words: [String] = [], name: String = HubPullTests.repository + ":Q4_0",
      runtime: String = "llama.cpp", environment: [String: String] = [:], in folder: TestFolder? = nil
    ) throws {
      let folder = try folder ?? TestFolder()
      let own = ["HF_HUB_CACHE": folder.path + "/hub", "HF_HOME": folder.path, "http_proxy": "http://127.0.0.1:1"]
      (self.folder, self.hub) = (folder, hub)
      run = ProgramRun(
        ["pull", name, "--runtime", runtime, "--mirror", hub.address] + words,
        environment: own.merging(environment) { $1 }, allowsNetwork: true)
    }
  }

  private static func hub(_ faults: FakeHub.Fault...) throws -> FakeHub {
    try FakeHub(repository, [file: bytes, "README.md": [1], "mmproj-Q4_0.gguf": [2]], faults: faults)
  }

  @Test func theFileLiesWhereLlamaCppLooksForIt() throws {
    let pull = try Pull(try Self.hub())
    #expect(pull.run.code == .answered, "\(pull.run.messages)")
    #expect(try Files.bytes(pull.snapshot + "/" + Self.file) == Self.bytes)
    #expect(try Files.text(pull.cache + "/refs/main") == FakeHub.commit)
    #expect(try Files.bytes(pull.cache + "/blobs/" + FakeHub.digest(Self.bytes)) == Self.bytes)
    var link = [UInt8](repeating: 0, count: 256)
    let count = readlink(pull.snapshot + "/" + Self.file, &link, link.count)
    #expect(String(decoding: link.prefix(max(0, count)), as: UTF8.self) == "../../blobs/" + FakeHub.digest(Self.bytes))
    #expect(!FileQuestions.exists(pull.snapshot + "/mmproj-Q4_0.gguf"))
    #expect(pull.run.messages.contains("it is at " + pull.snapshot))
    // Once more: nothing is fetched.
    let again = try Pull(pull.hub, in: pull.folder)
    #expect(again.run.code == .answered)
    #expect(again.run.messages.contains("is there already"))
    #expect(pull.hub.fileRequests.count == 1)
  }

  @Test func theTokenGoesToTheHubAlone() throws {
    let hub = try FakeHub(Self.repository, [Self.file: Self.bytes], token: "hf_secret")
    let refused = try Pull(hub)
    #expect(refused.run.code == .unavailable)
    #expect(refused.run.messages.contains("set HF_TOKEN"), "\(refused.run.messages)")
    let given = try Pull(hub, environment: ["HF_TOKEN": " hf_secret\n"])
    #expect(given.run.code == .answered, "\(given.run.messages)")
    #expect(hub.fileRequests.allSatisfy { $0.headers["authorization"] == nil })
    let folder = try TestFolder()
    try Files.write("hf_secret\n", to: folder.path + "/token")
    #expect(try Pull(hub, in: folder).run.code == .answered)
    #expect(try Pull(hub, environment: ["HF_TOKEN_PATH": folder.path + "/token"]).run.code == .answered)
    let wrong = try Pull(hub, environment: ["HF_TOKEN": "hf_other"])
    #expect(wrong.run.code == .unavailable)
    #expect(wrong.run.messages.contains("is not accepted"))
    #expect(!(wrong.run.messages + refused.run.messages).contains("hf_other"))
  }

  @Test func gatedAndMissingRepositoriesSayWhatToDo() throws {
    let gated = try Pull(try FakeHub(Self.repository, [Self.file: Self.bytes], isGated: true))
    #expect(gated.run.code == .unavailable)
    #expect(gated.run.messages.contains("accept its terms at"))
    let missing = try Pull(try FakeHub("someone/Else", [:]))
    #expect(missing.run.code == .unavailable)
    #expect(missing.run.messages.contains("has no repository " + Self.repository), "\(missing.run.messages)")
    let label = try Pull(try Self.hub(), name: Self.repository + ":Q8_0")
    #expect(label.run.code == .usage)
    #expect(label.run.messages.contains(Self.file), "\(label.run.messages)")
  }

  @Test(arguments: [
    [FakeHub.Fault.cutOff(after: 100), .cutOff(after: 200)], [.resets(after: 1000)], [.cutOff(after: 0)],
    [.cutOff(after: 64), .ignoresRange], [.status(429, headers: ["Retry-After": "1"]), .cutOff(after: 300)],
    [.status(500, headers: [:]), .status(503, headers: [:])],
  ])
  func whatBreaksOffIsTakenUpAgain(faults: [FakeHub.Fault]) throws {
    let hub = try FakeHub(Self.repository, [Self.file: Self.bytes], faults: faults)
    let pull = try Pull(hub, ["--json"])
    #expect(pull.run.code == .answered, "\(pull.run.messages)")
    #expect(try Files.bytes(pull.snapshot + "/" + Self.file) == Self.bytes)
    let lines = try pull.run.output.split(separator: "\n").map { try JSONParser.parse(String($0)) }
    for line in lines { #expect(try SchemaCheck.findings(in: line, schema: "pull") == []) }
    #expect(
      lines.count { $0["event"]?.string == "retry" }
        == (faults.count == 2 && hub.fileRequests.count == 2 ? 1 : faults.count))
    if case .cutOff(let first) = faults[0], first > 0 {
      #expect(hub.fileRequests[1].headers["range"] == "bytes=\(first)-")
    }
  }

  @Test func anEarlierTransferIsGoneOnWith() throws {
    let pull = try Pull(try Self.hub(.wrongBytes))
    #expect(pull.run.code == .badData)
    #expect(pull.run.messages.contains(FakeHub.digest(Self.bytes)))
    let partial = pull.cache + "/blobs/" + FakeHub.digest(Self.bytes) + ".incomplete"
    #expect(!FileQuestions.exists(partial))
    #expect(!FileQuestions.exists(pull.snapshot + "/" + Self.file))
    try Files.write(Array(Self.bytes.prefix(500)), to: partial)
    let hub = try Self.hub()
    let next = try Pull(hub, in: pull.folder)
    #expect(next.run.code == .answered, "\(next.run.messages)")
    #expect(hub.fileRequests.first?.headers["range"] == "bytes=500-")
    // What an earlier transfer left may be of anything.
    try Files.write([UInt8](repeating: 7, count: 500), to: partial)
    unlink(pull.cache + "/blobs/" + FakeHub.digest(Self.bytes))
    #expect(try Pull(try Self.hub(), in: pull.folder).run.code == .badData)
    #expect(try Pull(try Self.hub(), in: pull.folder).run.code == .answered)
  }

  @Test func aMirrorWithoutAListOfSizesWillDo() throws {
    let hub = try FakeHub(Self.repository, [Self.file: Self.bytes], hasTree: false)
    let pull = try Pull(hub)
    #expect(pull.run.code == .answered, "\(pull.run.messages)")
    #expect(hub.requests.contains { $0.method == "HEAD" })
  }

  @Test func aCheckpointComesWithWhatBelongsToIt() throws {
    let contents: [String: [UInt8]] = [
      "config.json": Array("{}".utf8), "model-00001-of-00002.safetensors": [1, 2, 3],
      "model-00002-of-00002.safetensors": [4, 5], "tokenizer.json": [6], "model.gguf": [7], "pytorch_model.bin": [8],
      "onnx/model.onnx": [9],
    ]
    let hub = try FakeHub(Self.repository, contents)
    let pull = try Pull(hub, name: Self.repository, runtime: "huggingface")
    #expect(pull.run.code == .answered, "\(pull.run.messages)")
    #expect(
      FileQuestions.names(in: pull.snapshot)
        == ["config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "tokenizer.json"])
    #expect(try Files.bytes(pull.snapshot + "/model-00002-of-00002.safetensors") == [4, 5])
  }

  @Test func allPartsOfASplitFileCome() throws {
    var contents: [String: [UInt8]] = [:]
    for part in 1...3 {
      contents["Q4_0/small-Q4_0-0000\(part)-of-00003.gguf"] = [UInt8](repeating: UInt8(part), count: 9)
    }
    contents["small-Q8_0.gguf"] = [1]
    let pull = try Pull(try FakeHub(Self.repository, contents))
    #expect(pull.run.code == .answered, "\(pull.run.messages)")
    #expect(FileQuestions.names(in: pull.snapshot + "/Q4_0")?.count == 3)
    #expect(!FileQuestions.exists(pull.snapshot + "/small-Q8_0.gguf"))
  }

  @Test func aFolderThatCannotBeWrittenIsSaid() throws {
    let pull = try Pull(try Self.hub(), environment: ["HF_HUB_CACHE": "/proc/none"])
    #expect(pull.run.code == .cannotCreate, "\(pull.run.messages)")
  }

  @Test func whatIsNoHubIsSaid() throws {
    let page = try StandInServer { _ in StandInServer.Reply(200, "<html></html>") }
    let run = ProgramRun(
      ["pull", "a/b", "--runtime", "llama.cpp", "--mirror", "http://127.0.0.1:\(page.port)"],
      environment: ["HF_HUB_CACHE": "/tmp"], allowsNetwork: true)
    #expect(run.code == .unavailable)
    #expect(run.messages.contains("not JSON"), "\(run.messages)")
    let round = try StandInServer { request in StandInServer.Reply(302, headers: ["Location": request.path]) }
    let circle = ProgramRun(
      ["pull", "a/b", "--runtime", "llama.cpp", "--mirror", "http://127.0.0.1:\(round.port)"],
      environment: ["HF_HUB_CACHE": "/tmp"], allowsNetwork: true)
    #expect(circle.messages.contains("without end"), "\(circle.messages)")
    let wrong = ProgramRun("pull", "a/b", "--runtime", "llama.cpp", "--mirror", "ftp://x", environment: ["HOME": "/"])
    #expect(wrong.code == .failed || wrong.code == .usage)
  }

  @Test func modelsOfTheCatalogueHaveTheirFile() throws {
    let run = ProgramRun("pull", "qwen3-8b", "--quant", "Q4_K_M", "--runtime", "llama.cpp", "--dry-run", "--json")
    let line = try run.document()
    #expect(line["model"]?.string == "Qwen/Qwen3-8B-GGUF:Q4_K_M")
    #expect(line["bytes"]?.integer == 5_027_783_488)
    let checkpoint = ProgramRun("pull", "qwen3-8b", "--runtime", "huggingface", "--dry-run")
    #expect(checkpoint.output == "Qwen/Qwen3-8B\n")
    let named = ProgramRun("pull", "unsloth/Qwen3-8B-GGUF:Q4_K_M", "--runtime", "llama.cpp", "--dry-run")
    #expect(named.output == "unsloth/Qwen3-8B-GGUF:Q4_K_M\n")
    let bridged = ProgramRun("pull", "unsloth/Qwen3-8B-GGUF:Q4_K_M", "--dry-run")
    #expect(bridged.output == "hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M\n")
  }
}
