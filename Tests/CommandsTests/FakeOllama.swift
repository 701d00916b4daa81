import Synchronization

/// A stand-in for an Ollama server, whose answers to each path are a test's choice.
final class FakeOllama: Sendable {
  /// What it does after it has read the request.
  enum Answer: Sendable {
    case status(Int, String)
    /// Lines in pieces of a few bytes, cut anywhere.
    case pieces([String], bytes: Int)
    /// An answer in lines that is cut off: more was promised than comes.
    case cutOff([String])
    /// The first lines, then nothing more.
    case stalls([String])
    /// The first lines, then the connection is reset.
    case resets([String])

    fileprivate var reply: StandInServer.Reply {
      func lines(_ lines: [String], _ ending: StandInServer.Reply.Ending) -> StandInServer.Reply {
        var reply = StandInServer.Reply(200, lines.map { $0 + "\n" }.joined())
        reply.ending = ending
        return reply
      }
      switch self {
      case .status(let status, let body): return StandInServer.Reply(status, body)
      case .pieces(let text, let bytes):
        var reply = lines(text, .whole)
        reply.pieceBytes = bytes
        return reply
      case .cutOff(let text): return lines(text, .cutOff)
      case .stalls(let text): return lines(text, .stalls)
      case .resets(let text): return lines(text, .resets)
      }
    }
  }

  private let server: StandInServer
  private let counts: Counts

  private final class Counts: Sendable {
    let byPath = Mutex<[String: Int]>([:])
  }

  /// Answers each path with its answers in turn, the last again and again; others are not found.
  init(_ answers: [String: [Answer]]) throws {
    let counts = Counts()
    self.counts = counts
    server = try StandInServer { request in
      let path = String(request.path.prefix { $0 != "?" })
      guard let list = answers[path] ?? answers["*"], !list.isEmpty else {
        return StandInServer.Reply(404, "404 page not found")
      }
      let number = counts.byPath.withLock { counts in
        counts[path, default: 0] += 1
        return counts[path, default: 1] - 1
      }
      return list[min(number, list.count - 1)].reply
    }
  }

  /// Answers every path in the same way, but has no models.
  convenience init(_ answer: Answer) throws {
    try self.init(["/api/tags": [.status(200, #"{"models":[]}"#)], "/api/show": [.status(404, "{}")], "*": [answer]])
  }

  var port: UInt16 { server.port }

  /// The value for `OLLAMA_HOST`.
  var host: String { "127.0.0.1:\(port)" }

  var requests: [StandInServer.Request] { server.requests }

  /// What was asked, in order, such as `POST /api/pull`.
  var asked: [String] { server.asked }
}
