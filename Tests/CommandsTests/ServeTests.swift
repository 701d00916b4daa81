import Base
import Glibc
import TestSupport
import Testing

@testable import Commands
@testable import Documents

/// `plimsoll serve` as a process of its own, asked over sockets.
@Suite(.serialized) struct ServeTests {
  /// One for the tests that only ask.
  private static let shared: ServedProgram? = {
    atexit { if let server = ServeTests.shared { kill(server.process.identifier, SIGKILL) } }
    return try? ServedProgram()
  }()

  private static let desktop = "gpu=RTX%203060%2012GB&ram=32GiB"

  /// The same bytes as on the command line, whichever way it is asked.
  @Test func answersAreThoseOfTheCommandLine() throws {
    let server = try #require(Self.shared)
    let machine = "--gpu 'RTX 3060 12GB' --ram 32GiB --json"
    for (target, body, line) in [
      (
        "fit?model=qwen3-8b&context=32k&\(Self.desktop)", #"{"model": "qwen3-8b", "context": 32768"#,
        "fit qwen3-8b --context 32k"
      ),
      (
        "recommend?use_case=coding&limit=3&\(Self.desktop)", #"{"use-case": "coding", "limit": 3"#,
        "recommend --use-case coding --limit 3"
      ),
      ("scan?min-speed=12.5&\(Self.desktop)", #"{"min_speed": 12.5"#, "scan --min-speed 12.5"),
      ("hardware?\(Self.desktop)", #"{"gpu": null"#, "hardware"),
      (
        "fit?model=qwen3-8b&quant=Q4_K_M&quant=Q8_0&explain&\(Self.desktop)",
        #"{"model": "qwen3-8b", "quant": ["Q4_K_M", "Q8_0"], "explain": true"#,
        "fit qwen3-8b --quant Q4_K_M --quant Q8_0 --explain"
      ),
      (
        "capacity?model=qwen3-8b&users=4&\(Self.desktop)", #"{"model": "qwen3-8b", "users": 4"#,
        "capacity qwen3-8b --users 4"
      ),
      (
        "emit?format=ollama&model=qwen3-8b&\(Self.desktop)", #"{"format": "ollama", "model": "qwen3-8b""#,
        "emit ollama qwen3-8b"
      ),
    ] {
      let expected = try BuiltProgram.shell("\"$P\" \(line) \(machine)", environment: ["HOME": ServedProgram.home])
      let got = try server.get("/api/v1/" + target)
      #expect(got.status == 200 && got.body == expected.output, "\(target)")
      #expect(got.headers["content-type"] == "application/json")
      #expect(got.headers["plimsoll-exit-code"] == String(expected.code), "\(target)")
      let given = body.contains("\"gpu\"") ? "{" : body + ", "
      let path = "/api/v1/" + target.prefix { $0 != "?" }
      let posted = try server.post(path, given + #""gpu": ["RTX 3060 12GB"], "ram": "32GiB"}"#)
      #expect(posted.body == expected.output, "\(body)")
    }
  }

  @Test func aModelThatDoesNotFitIsAnAnswer() throws {
    let server = try #require(Self.shared)
    let got = try server.get("/api/v1/fit?model=llama-3.3-70b-instruct&gpu=none&ram=8GiB")
    #expect(got.status == 200)
    #expect(got.headers["plimsoll-exit-code"] == "3")
    #expect(try JSONParser.parse(got.body)["schema"]?.string == "plimsoll.fit/1")
  }

  /// Every refusal is a document of its own, with the status that says the same.
  @Test func refusalsAreDocuments() throws {
    let server = try #require(Self.shared)
    for (method, target, headers, body, status) in [
      ("GET", "/api/v1/fit", [:], nil, 400), ("GET", "/api/v1/fit?model=nothing-like-it", [:], nil, 400),
      ("GET", "/api/v1/fit?model=qwen3-8b&context=0", [:], nil, 400),
      ("GET", "/api/v1/fit?model=qwen3-8b&contexts=1", [:], nil, 400),
      ("GET", "/api/v1/fit?model=qwen3-8b&context=1k&context=2k", [:], nil, 400),
      ("GET", "/api/v1/emit?model=qwen3-8b", [:], nil, 400), ("GET", "/api/v1/fit?model=%ff", [:], nil, 400),
      ("GET", "/api/v1/fit?model=--help", [:], nil, 400), ("GET", "/api/v1/hardware?gpu=--json", [:], nil, 400),
      ("GET", "/api/v1/emit?format=vllm&model=qwen3-8b&gpu=none&ram=8GiB", [:], nil, 422),
      ("GET", "/api/v1/nothing", [:], nil, 404), ("GET", "/api/v1", [:], nil, 404),
      ("GET", "/etc/passwd", [:], nil, 404),
      ("DELETE", "/api/v1/fit", [:], nil, 405), ("POST", "/metrics", [:], "{}", 405), ("POST", "/", [:], "{}", 405),
      ("POST", "/api/v1/hardware", ["Content-Type": "text/plain"], "{}", 415),
      ("POST", "/api/v1/hardware", ["Content-Type": "application/json"], "{", 400),
      ("POST", "/api/v1/hardware", ["Content-Type": "application/json"], "[]", 400),
      ("POST", "/api/v1/hardware", ["Content-Type": "application/json"], #"{"gpu": {"a": 1}}"#, 400),
      ("POST", "/api/v1/hardware", ["Content-Type": "application/json", "Content-Length": "1000000"], "", 413),
      ("GET", "/api/v1/hardware", ["Host": "evil.example"], nil, 403),
      ("GET", "/api/v1/hardware", ["Host": "evil.example:\(server.port)"], nil, 403),
      ("GET", "/", ["Host": "evil.example"], nil, 403),
      ("GET", "/metrics", ["Origin": "https://evil.example"], nil, 403),
      ("GET", "/api/v1/hardware", ["Origin": "null"], nil, 403),
    ] as [(String, String, [String: String], String?, Int)] {
      let got = try server.ask(method, target, headers, body)
      #expect(got.status == status, "\(method) \(target) \(headers): \(got.body)")
      let document = try JSONParser.parse(got.body)
      #expect(try SchemaCheck.findings(in: document, schema: "error").isEmpty, "\(got.body)")
      #expect(got.headers["content-security-policy"]?.contains("default-src 'none'") == true)
      #expect(got.headers["access-control-allow-origin"] == nil)
    }
  }

  @Test func noFileIsReached() throws {
    let server = try #require(Self.shared)
    for target in [
      "/../etc/passwd", "/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/index.html/../../etc/passwd", "//etc/passwd",
      "/page/index.html", "/Sources", "/.git/config", "/%00", "/api/v1/fit?model=/etc/passwd",
      "/api/v1/fit?model=../x.gguf",
      "/api/v1/fit?model=ollama:../../etc/passwd", "/api/v1/fit?model=file:///etc/passwd",
      "/api/v1/fit?model=qwen3-8b&catalog=/etc/passwd", "/api/v1/hardware?root=/",
      "/api/v1/hardware?machine=/etc/passwd",
      "/api/v1/emit?format=ollama&out=/tmp", "/api/v1/emit?format=ollama&diff", "/api/v1/cost?log=/etc/passwd",
      "/api/v1/decide?answers=/etc/passwd", "/api/v1/catalog/import?source=/etc/passwd", "/api/v1/record?dir=/tmp/x",
      "/api/v1/scan?pull", "/api/v1/capacity?model=qwen3-8b&plot=/tmp/x.svg",
    ] {
      let got = try server.get(target)
      #expect(got.status == 404 || got.status == 400, "\(target)")
      #expect(!got.body.contains("root:"))
    }
  }

  @Test func thePageIsServedWithAStrictPolicy() throws {
    let server = try #require(Self.shared)
    for file in PageFile.all {
      let got = try server.get("/" + file.name)
      #expect(got.status == 200 && got.body.utf8.elementsEqual(file.bytes), "\(file.name)")
      #expect(got.headers["content-security-policy"]?.hasPrefix("default-src 'none'; script-src 'self'") == true)
      #expect(got.headers["x-content-type-options"] == "nosniff")
    }
    #expect(try server.get("/").headers["content-type"] == "text/html; charset=utf-8")
    #expect(try server.ask("HEAD", "/").body.isEmpty)
  }

  @Test func whatHasNotChangedIsNotSentAgain() throws {
    let server = try #require(Self.shared)
    let target = "/api/v1/fit?model=qwen3-8b&\(Self.desktop)"
    let tag = try #require(try server.get(target).headers["etag"])
    for given in [tag, "\"x\", \(tag)", "W/" + tag, "*"] {
      let got = try server.get(target, ["If-None-Match": given])
      #expect(got.status == 304 && got.body.isEmpty && got.headers["etag"] == tag)
    }
    #expect(try server.get(target, ["If-None-Match": "\"x\""]).status == 200)
    #expect(try server.get(target + "&context=4k", ["If-None-Match": tag]).status == 200)
  }

  @Test func figuresForPrometheus() throws {
    let server = try ServedProgram()
    defer { server.stop() }
    for _ in 0..<3 { _ = try server.get("/api/v1/hardware") }
    _ = try server.get("/api/v1/fit")
    let lines = try server.get("/metrics").body.split(separator: "\n")
    #expect(lines.contains(#"plimsoll_http_requests_total{endpoint="hardware",status="200"} 3"#))
    #expect(lines.contains(#"plimsoll_http_requests_total{endpoint="fit",status="400"} 1"#))
    #expect(lines.contains(#"plimsoll_http_request_duration_seconds_bucket{endpoint="hardware",le="+Inf"} 3"#))
    #expect(lines.contains { $0.hasPrefix("plimsoll_memory_total_bytes ") })
  }

  /// Where others reach it, every answer needs the token, and the page, which has no data, does not.
  @Test func othersNeedTheToken() throws {
    let folder = try TestFolder()
    try Files.write("0123456789abcdef-token\n", to: folder.path + "/token")
    let server = try ServedProgram("--listen", "0.0.0.0", "--token-file", folder.path + "/token")
    #expect(server.token == "0123456789abcdef-token")
    for target in ["/api/v1/hardware", "/api/v1/openapi.json", "/metrics"] {
      let refused = try server.get(target)
      #expect(refused.status == 401 && refused.headers["www-authenticate"] == "Bearer")
      for wrong in ["Bearer 0123456789abcdef-tokeN", "Bearer", "Basic 0123456789abcdef-token", "Bearer x"] {
        #expect(try server.get(target, ["Authorization": wrong]).status == 401)
      }
      #expect(try server.get(target, ["Authorization": "Bearer " + server.token]).status == 200)
    }
    #expect(try server.get("/").status == 200)
    #expect(server.stop().messages.contains("warning: others can reach"))
  }

  @Test func aNamedSiteMayRead() throws {
    let server = try ServedProgram("--allow-origin", "https://tools.example", "--host", "proxy.example")
    defer { server.stop() }
    let site = ["Origin": "https://tools.example"]
    let got = try server.get("/api/v1/hardware", site)
    #expect(got.status == 200 && got.headers["access-control-allow-origin"] == "https://tools.example")
    #expect(try server.ask("OPTIONS", "/api/v1/fit", site).status == 204)
    #expect(try server.get("/api/v1/hardware", ["Origin": "https://evil.example"]).status == 403)
    #expect(try server.get("/api/v1/hardware", ["Host": "proxy.example"]).status == 200)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func itEndsInOrder(signal: Int32, code: Int32) throws {
    let server = try ServedProgram()
    // A connection that stays open does not keep it.
    let idle = try server.connect()
    defer { close(idle) }
    #expect(try server.get("/api/v1/hardware").status == 200)
    #expect(server.stop(signal).code == code)
  }

  @Test func aTakenPortIsSaid() throws {
    let server = try #require(Self.shared)
    let run = try BuiltProgram.shell("exec \"$P\" serve --port \(server.port) --json")
    #expect(run.code == 69)
    #expect(run.messages.contains("Address already in use"))
    #expect(try JSONParser.parse(run.output)["schema"]?.string == "plimsoll.error/1")
  }

  /// As systemd hands one over: number 3, and the process that it is for.
  @Test func aSocketIsTakenOver() throws {
    let listener = try LoopbackServer.listening()
    defer { close(listener.descriptor) }
    let process = try BuiltProgram.Process(
      [
        // Other shells than this one take no descriptor of two digits.
        "/bin/bash", "-c",
        "exec 3<&\(listener.descriptor); LISTEN_PID=$$ LISTEN_FDS=1 exec \"$P\" serve --no-bench --json",
      ],
      environment: ["P": BuiltProgram.path, "HOME": ServedProgram.home])
    #expect(try ServedProgram.line(process).contains(":\(listener.port)/#token="))
    kill(process.identifier, SIGTERM)
    #expect(process.wait().code == 143)
  }

  @Test(
    arguments: [
      (["--listen", "example.com"], 64), (["--port", "70000"], 64), (["--port", "1", "--listen", "127.0.0.1:2"], 64),
      (["--allow-origin", "tools.example"], 64), (["--allow-origin", "https://tools.example/"], 64),
      (["--token-file", "/nonexistent"], 66), (["--token-file", "/dev/null"], 66), (["--format", "csv"], 64),
      (["--listen", "192.0.2.1"], 69),
    ] as [([String], Int32)])
  func badOptionsAreSaid(words: [String], code: Int32) throws {
    #expect(ProgramRun(["serve"] + words).code.rawValue == code)
  }
}
