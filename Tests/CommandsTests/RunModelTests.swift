import Base
import Commands
import Glibc
import TestSupport
import Testing

/// `run` with a stand-in for llama-server on the search path, and with one for Ollama.
@Suite struct RunModelTests {
  /// Notes its words, answers `/health` with 503 once and then with 200, and says when it was asked to end.
  private static let standIn = """
    #!/usr/bin/env python3
    import http.server, signal, sys
    log = sys.argv[0] + ".log"
    open(log, "w").write("\\n".join(sys.argv[1:]) + "\\n")
    if "--fails" in open(sys.argv[0] + ".mode").read(): sys.exit(7)
    asked = 0
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *words): pass
        def do_GET(self):
            global asked
            asked += 1
            self.send_response(200 if asked > 1 else 503)
            self.end_headers()
    def end(number, frame):
        open(log, "a").write("ended by %d\\n" % number)
        sys.exit(0)
    signal.signal(signal.SIGTERM, end)
    port = int(sys.argv[sys.argv.index("--port") + 1])
    http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
    """

  /// A folder with the stand-in and a model.
  private static func folder(fails: Bool = false) throws -> TestFolder {
    let folder = try TestFolder()
    try Files.write(standIn, to: folder.path + "/llama-server")
    try Files.write(fails ? "--fails" : "", to: folder.path + "/llama-server.mode")
    chmod(folder.path + "/llama-server", 0o755)
    try Files.write(GGUFBuilder.smallLlama().built(), to: folder.path + "/small.gguf")
    return folder
  }

  private static func environment(_ folder: TestFolder) -> [String: String] {
    ["PATH": folder.path + ":/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_CACHE_HOME": folder.path + "/cache"]
  }

  /// A port that nobody had a moment ago.
  private static func freePort() throws -> UInt16 { try StandInServer { _ in StandInServer.Reply(200) }.port }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func theServerEndsWithTheProgram(signal: Int32, code: Int32) throws {
    let folder = try Self.folder()
    let port = try Self.freePort()
    let process = try BuiltProgram.Process(
      [
        BuiltProgram.path, "run", folder.path + "/small.gguf", "--port", "\(port)", "--context", "2048", "--no-bench",
        "--json",
      ], environment: Self.environment(folder))
    for _ in 0..<3000 where !process.outputSoFar.contains("process_id") { usleep(10_000) }
    kill(process.identifier, signal)
    let run = process.wait()
    #expect(run.code == code, "\(run.messages)")
    let document = try JSONParser.parse(run.output)
    #expect(try SchemaCheck.findings(in: document, schema: "run") == [])
    #expect(document["endpoint"]?.string == "http://127.0.0.1:\(port)")
    let log = try Files.text(folder.path + "/llama-server.log")
    #expect(log.contains("-m\n\(folder.path)/small.gguf\n"), "\(log)")
    #expect(log.contains("-c\n2048\n") && log.contains("-np\n1\n"), "\(log)")
    #expect(log.contains("ended by \(SIGTERM)"), "\(log)")
    let child = try #require(document["process_id"]?.integer)
    #expect(kill(pid_t(child), 0) != 0)
  }

  @Test func aServerThatDoesNotStartIsSaid() throws {
    let folder = try Self.folder(fails: true)
    let run = try BuiltProgram.shell(
      "exec \"$P\" run \(folder.path)/small.gguf --no-bench --context 2048 --port \(try Self.freePort())",
      environment: Self.environment(folder))
    #expect(run.code == 69)
    #expect(run.messages.contains("ended with exit code 7 before it answered"), "\(run.messages)")
  }

  @Test func theProgramBecomesTheServer() throws {
    let folder = try Self.folder(fails: true)
    let run = try BuiltProgram.shell(
      "exec \"$P\" run \(folder.path)/small.gguf --no-bench --context 2048 --exec --port \(try Self.freePort())",
      environment: Self.environment(folder))
    // The server's own exit code: no process of ours is left to turn it into another.
    #expect(run.code == 7, "\(run.messages)")
  }

  @Test func whatCannotRunIsSaid() throws {
    let folder = try Self.folder()
    let taken = try StandInServer { _ in StandInServer.Reply(200) }
    func run(_ words: String, _ environment: [String: String]? = nil) throws -> BuiltProgram.Result {
      try BuiltProgram.shell(
        "exec \"$P\" run \(words) --no-bench", environment: environment ?? Self.environment(folder))
    }
    let busy = try run("\(folder.path)/small.gguf --port \(taken.port)")
    #expect(busy.code == 69 && busy.messages.contains("port \(taken.port)"), "\(busy.messages)")
    let missing = try run("\(folder.path)/small.gguf --runtime llama.cpp", ["PATH": "/nowhere"])
    #expect(missing.code == 69 && missing.messages.contains("search path"))
    let large = try run("kimi-k2-instruct --quant Q8_0")
    #expect(large.code == 3 || large.code == 64, "\(large.messages)")
  }

  @Test func ollamaLoadsAndUnloads() throws {
    let server = try FakeOllama([
      "/api/tags": [.status(200, #"{"models":[{"name":"qwen3:0.6b"}]}"#)],
      "/api/generate": [.status(200, #"{"done":true,"done_reason":"load"}"#)],
    ])
    let process = try BuiltProgram.Process(
      [BuiltProgram.path, "run", "qwen3:0.6b", "--runtime", "ollama", "--context", "4096", "--no-bench"],
      environment: ["OLLAMA_HOST": server.host, "LANG": "C.UTF-8"])
    for _ in 0..<3000 where !process.outputSoFar.contains("answers at") { usleep(10_000) }
    kill(process.identifier, SIGINT)
    let run = process.wait()
    #expect(run.code == 130, "\(run.messages)")
    let bodies = try server.requests.filter { $0.path == "/api/generate" }.map { try JSONParser.parse($0.text) }
    #expect(bodies.count == 2)
    #expect(bodies.first?["keep_alive"]?.integer == -1)
    #expect(bodies.first?["options"]?["num_ctx"]?.integer == 4096)
    #expect(bodies.last?["keep_alive"]?.integer == 0)
  }
}
