import Base
import Glibc
import Testing

/// The built program, serving on a port of its own until it is stopped.
struct ServedProgram {
  struct Answer {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String
  }

  /// Where even root can keep nothing.
  static let home = "/dev/null"

  let process: BuiltProgram.Process
  let port: UInt16
  let token: String

  init(_ words: String..., environment: [String: String] = [:]) throws {
    process = try BuiltProgram.Process(
      [BuiltProgram.path, "serve", "--port", "0", "--no-bench", "--json"] + words,
      environment: environment.merging(["HOME": Self.home, "PATH": "/usr/bin:/bin"]) { own, _ in own })
    let document = try JSONParser.parse(try Self.line(process))
    let address = try #require(document["address"]?.string)
    port = try #require(address.split(separator: ":").last.flatMap { UInt16($0) })
    token = String(document["opened"]?.string?.split(separator: "=").last ?? "")
  }

  /// The first line that a server writes.
  static func line(_ process: BuiltProgram.Process) throws -> String {
    for _ in 0..<3000 {
      if let line = process.outputSoFar.split(separator: "\n").first { return String(line) }
      usleep(10_000)
    }
    throw BuiltProgram.Process.CannotStart(path: process.messagesSoFar)
  }

  /// Sends a signal and waits for the end.
  @discardableResult
  func stop(_ signal: Int32 = SIGTERM) -> BuiltProgram.Result {
    kill(process.identifier, signal)
    return process.wait()
  }

  func get(_ target: String, _ headers: [String: String] = [:]) throws -> Answer {
    try ask("GET", target, headers)
  }

  func post(_ target: String, _ body: String, _ headers: [String: String] = [:]) throws -> Answer {
    try ask("POST", target, headers.merging(["Content-Type": "application/json"]) { own, _ in own }, body)
  }

  func ask(_ method: String, _ target: String, _ headers: [String: String] = [:], _ body: String? = nil) throws
    -> Answer
  {
    var all = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
    if let body { all["Content-Length"] = String(body.utf8.count) }
    let lines = all.merging(headers) { $1 }.map { "\($0.key): \($0.value)\r\n" }.joined()
    return try #require(try Self.answer(in: raw("\(method) \(target) HTTP/1.1\r\n\(lines)\r\n\(body ?? "")")))
  }

  /// What comes back to these bytes, until the server closes.
  func raw(_ text: String) throws -> String {
    let connection = try connect()
    defer { close(connection) }
    LoopbackServer.send(text, to: connection)
    return LoopbackServer.request(from: connection) { _ in false }
  }

  /// An open connection.
  func connect() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    try #require(isConnected)
    return descriptor
  }

  /// An answer as it came; nil where it is none.
  static func answer(in text: String) throws -> Answer? {
    let parts = text.pieces(between: "\r\n\r\n")
    let lines = (parts.first ?? "").pieces(between: "\r\n")
    let status = lines.first.flatMap { line in line.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
    guard let status else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1)
      if sides.count == 2 { headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " }) }
    }
    return Answer(status: status, headers: headers, body: parts.dropFirst().joined(separator: "\r\n\r\n"))
  }
}
