import Base
import Synchronization

/// A stand-in for a Hugging Face Hub and for the host that its large files are on.
final class FakeHub: Sendable {
  /// What goes wrong when bytes are asked for.
  enum Fault: Sendable {
    /// So many bytes, then the connection ends or is reset.
    case cutOff(after: Int)
    case resets(after: Int)
    case status(Int, headers: [String: String])
    /// Other bytes than the digest is of.
    case wrongBytes
    /// All bytes, whatever range was asked for.
    case ignoresRange
  }

  static let commit = String(repeating: "c0ffee1234", count: 4)
  private let hub: StandInServer
  private let files: StandInServer
  private let state: Faults

  private final class Faults: Sendable {
    let queue: Mutex<[Fault]>
    init(_ faults: [Fault]) { queue = Mutex(faults) }
    func next() -> Fault? { queue.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
  }

  /// A repository with files; `token` is what it asks for, `isGated` whether even that is not enough.
  init(
    _ repository: String, _ contents: [String: [UInt8]], token: String? = nil, isGated: Bool = false,
    faults: [Fault] = [], hasTree: Bool = true
  ) throws {
    let state = Faults(faults)
    self.state = state
    let prefix = "/\(repository)/resolve/\(Self.commit)/"
    let files = try StandInServer { request in
      guard let bytes = contents[String(request.path.dropFirst())] else { return StandInServer.Reply(404) }
      return Self.part(of: bytes, request, state.next())
    }
    self.files = files
    let port = files.port
    hub = try StandInServer { request in
      if let token, request.headers["authorization"] != "Bearer " + token {
        return StandInServer.Reply(401, #"{"error":"Invalid credentials in Authorization header"}"#)
      }
      if isGated { return StandInServer.Reply(403, #"{"error":"Access to model is restricted"}"#) }
      let api = "/api/models/\(repository)"
      if request.path == "\(api)/revision/main" { return Self.described(contents) }
      if hasTree, request.path.hasPrefix("\(api)/tree/\(Self.commit)") { return Self.tree(contents) }
      guard request.path.hasPrefix(prefix), let bytes = contents[String(request.path.dropFirst(prefix.count))] else {
        return StandInServer.Reply(404, #"{"error":"Repository not found"}"#)
      }
      return StandInServer.Reply(
        302,
        headers: [
          "Location": "http://localhost:\(port)/\(request.path.dropFirst(prefix.count))",
          "X-Linked-Etag": "\"\(Self.digest(bytes))\"", "X-Linked-Size": "\(bytes.count)",
        ])
    }
  }

  var address: String { "http://127.0.0.1:\(hub.port)" }

  /// What was asked of the Hub itself, and of the host with the files.
  var requests: [StandInServer.Request] { hub.requests }
  var fileRequests: [StandInServer.Request] { files.requests }

  static func digest(_ bytes: [UInt8]) -> String {
    var sum = SHA256()
    sum.add(bytes)
    return sum.hexadecimal
  }

  private static func described(_ contents: [String: [UInt8]]) -> StandInServer.Reply {
    let names = contents.keys.sorted().map { #"{"rfilename":"\#($0)"}"# }.joined(separator: ",")
    return StandInServer.Reply(200, #"{"sha":"\#(commit)","siblings":[\#(names)]}"#)
  }

  private static func tree(_ contents: [String: [UInt8]]) -> StandInServer.Reply {
    let entries = contents.sorted { $0.key < $1.key }.map { path, bytes in
      // Small files have git's own digest alone.
      let isLarge = path.hasSuffix(".gguf") || path.hasSuffix(".safetensors")
      let large = #","lfs":{"oid":"\#(digest(bytes))","size":\#(bytes.count)}"#
      let git = String(digest(bytes).prefix(40))
      return #"{"type":"file","path":"\#(path)","oid":"\#(git)","size":\#(bytes.count)\#(isLarge ? large : "")}"#
    }
    return StandInServer.Reply(200, "[" + entries.joined(separator: ",") + "]")
  }

  private static func part(
    of bytes: [UInt8], _ request: StandInServer.Request, _ fault: Fault?
  ) -> StandInServer.Reply {
    var start = request.headers["range"].flatMap { Int($0.drop { !$0.isNumber }.prefix { $0.isNumber }) } ?? 0
    if case .ignoresRange = fault { start = 0 }
    guard start < max(1, bytes.count) else { return StandInServer.Reply(416) }
    var reply = StandInServer.Reply(start > 0 ? 206 : 200)
    if start > 0 { reply.headers["Content-Range"] = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)" }
    reply.body = Array(bytes[start...])
    switch fault {
    case .cutOff(let count): (reply.body, reply.ending) = (Array(reply.body.prefix(count)), .cutOff)
    case .resets(let count): (reply.body, reply.ending) = (Array(reply.body.prefix(count)), .resets)
    case .wrongBytes: reply.body = reply.body.map { $0 ^ 0xFF }
    case .status(let status, let headers): return StandInServer.Reply(status, headers: headers, "later")
    case .ignoresRange, nil: break
    }
    return reply
  }
}
