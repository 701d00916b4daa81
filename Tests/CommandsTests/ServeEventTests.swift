import Base
import Glibc
import TestSupport
import Testing

/// What a server does for a client while it waits, and what it bears from one that does not behave.
@Suite(.serialized) struct ServeEventTests {
  private static let good = [
    #"{"status":"pulling manifest"}"#,
    #"{"status":"pulling 9f","digest":"sha256:9f","total":2048,"completed":1024}"#, #"{"status":"success"}"#,
  ]

  private func served(_ ollama: FakeOllama) throws -> ServedProgram {
    try ServedProgram(environment: ["OLLAMA_HOST": ollama.host, "OLLAMA_MODELS": "/tmp"])
  }

  @Test func aPullTellsHowItGoes() throws {
    let ollama = try FakeOllama(.status(200, Self.good.joined(separator: "\n") + "\n"))
    let server = try served(ollama)
    defer { server.stop() }
    let body = #"{"model": "qwen3:8b"}"#
    #expect(try server.post("/api/v1/pull", body).status == 401)
    #expect(try server.post("/api/v1/pull", body, ["Authorization": "Bearer x"]).status == 401)
    #expect(try server.get("/api/v1/pull").status == 405)
    #expect(ollama.asked.isEmpty)
    let key = ["Authorization": "Bearer " + server.token]
    let got = try server.post("/api/v1/pull", body, key)
    #expect(got.status == 200 && got.headers["content-type"] == "text/event-stream")
    #expect(got.body.contains("event: pull\ndata: {") && got.body.contains("plimsoll.pull/1"), "\(got.body)")
    #expect(got.body.contains("event: end\ndata: {\"code\":0}\n\n"), "\(got.body)")
    for wrong in [#"{"model": "/etc/passwd"}"#, #"{"model": "./x.gguf"}"#, #"{"model": "nothing-like-it"}"#] {
      let got = try server.post("/api/v1/pull", wrong, key)
      #expect(got.body.contains("event: error\ndata: {") && got.body.contains("event: end\ndata: {\"code\":64}"))
    }
    #expect(try server.post("/api/v1/pull", #"{"parallel": 0}"#, key).status == 400)
  }

  @Test func aPullEndsWhenItsClientLeaves() throws {
    let ollama = try FakeOllama(.stalls(Array(Self.good.prefix(2))))
    let server = try served(ollama)
    defer { server.stop() }
    let body = #"{"model": "qwen3:8b"}"#
    let client = try server.connect()
    LoopbackServer.send(
      "POST /api/v1/pull HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAuthorization: Bearer \(server.token)\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)", to: client)
    try #require(eventually { Self.children(of: server).count == 1 && ollama.asked.contains("POST /api/pull") })
    close(client)
    #expect(eventually { Self.children(of: server).isEmpty })
    #expect(try server.get("/api/v1/hardware").status == 200)
  }

  /// Whether it comes true within a minute; it takes seconds where the machine is not busy.
  private func eventually(_ isTrue: () -> Bool) -> Bool {
    for _ in 0..<600 {
      if isTrue() { return true }
      usleep(100_000)
    }
    return false
  }

  private static func children(of server: ServedProgram) -> [Substring] {
    let tasks = "/proc/\(server.process.identifier)/task"
    let system = SystemRoot.live
    return system.names(in: tasks).flatMap { task in
      ((try? system.text("\(tasks)/\(task)/children").get()) ?? "").split(separator: " ")
    }
  }

  /// Requests that never come as a whole, and connections on which nothing comes, keep nobody else from an answer.
  @Test func halfOpenConnectionsDoNoHarm() throws {
    let server = try ServedProgram()
    defer { server.stop() }
    var held: [Int32] = []
    defer { held.forEach { close($0) } }
    for number in 0..<200 {
      let connection = try server.connect()
      LoopbackServer.send(["", "GET", "GET /api/v1/hardware HTTP/1.1\r\nHost: 1"][number % 3], to: connection)
      held.append(connection)
    }
    #expect(try server.get("/api/v1/hardware").status == 200)
    #expect(server.stop().code == 143)
  }

  @Test func malformedRequestsDoNoHarm() throws {
    let server = try ServedProgram()
    defer { server.stop() }
    let sound = Array("GET /api/v1/hardware?gpu=none HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
    var random = SeededRandom(seed: 21)
    for _ in 0..<300 {
      var bytes = sound
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let connection = try server.connect()
      LoopbackServer.send(bytes, to: connection)
      close(connection)
    }
    #expect(try server.get("/api/v1/hardware").status == 200)
  }
}
