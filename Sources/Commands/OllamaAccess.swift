import Base
import Models
import Runtimes

/// Where the Ollama server is, and what its problems mean to the user.
struct OllamaAccess {
  let surroundings: Surroundings

  func server() throws -> OllamaServer {
    let text = surroundings.nonEmpty("OLLAMA_HOST") ?? ""
    guard let server = OllamaServer(text) else {
      throw Failure(.usage, "OLLAMA_HOST is no address: '\(text)'", hint: "such as http://127.0.0.1:11434")
    }
    return server
  }

  /// What went wrong while the server was asked to `doing` something with a tag; `known` is the model that was meant.
  static func failure(
    _ problem: OllamaProblem, doing: String, tag: String, server: OllamaServer, known: Model? = nil
  ) -> Failure {
    switch problem {
    case .transfer(.noLibrary): noLibrary
    case .transfer(.notReachable(let reason)):
      Failure(
        .unavailable, "Ollama is not reachable at \(server.address): \(reason)",
        hint: "start it with 'ollama serve', or set OLLAMA_HOST to where it runs")
    case .transfer(.brokeOff(let reason)):
      Failure(
        .unavailable, "\(server.address) broke off when asked to \(doing) \(tag): \(reason)",
        hint: "run the command again: Ollama goes on where it stopped")
    case .transfer(.notEncrypted(let reason)):
      Failure(
        .unavailable, "no TLS can be agreed on with \(server.address): \(reason)",
        hint: "if the server speaks plain HTTP, write http:// in OLLAMA_HOST")
    case .transfer(.notHTTP(let reason)):
      Failure(
        .unavailable, "what answers at \(server.address) is no HTTP: \(reason)",
        hint: "if the server speaks TLS, write https:// in OLLAMA_HOST")
    case .transfer(.untrusted(let reason)):
      Failure(
        .unavailable, "the certificate of \(server.address) is not trusted: \(reason)",
        hint: "name a file with its issuer in SSL_CERT_FILE, or use the name that the certificate is for")
    case .unlikeOllama(let reason):
      Failure(
        .unavailable, "\(server.address) does not answer like Ollama when asked to \(doing) \(tag): \(reason)",
        hint: "look at what OLLAMA_HOST names: a proxy or another program may listen there")
    case .refused(let status, let message):
      Failure(
        .unavailable,
        "Ollama cannot \(doing) \(tag): \(message)" + (status == 200 ? "" : " (HTTP status \(status))"),
        hint: hint(status, message, tag, server, known))
    case .interrupted, .transfer(.stopped): interruption
    }
  }

  static let noLibrary = Failure(
    .unavailable, "libcurl.so.4 is not there", hint: "install it: apt-get install libcurl4")

  /// The user asked to stop.
  static var interruption: Failure {
    Interrupts.wasTerminated ? Failure(.terminated, "terminated") : Failure(.interrupted, "interrupted")
  }

  private static func hint(
    _ status: Int, _ message: String, _ tag: String, _ server: OllamaServer, _ known: Model?
  ) -> String? {
    let text = message.lowercased()
    if text.contains("https server") { return "the server speaks TLS: write https:// in OLLAMA_HOST" }
    if text.contains("no space") { return "make room where the server keeps its models, then run the command again" }
    if text.contains("does not exist") || text.contains("not found") || status == 404 {
      let tags = known?.ollamaTags.map(\.tag).filter { $0 != tag && !PullTarget.isCloud($0) }.prefix(8) ?? []
      return tags.isEmpty
        ? "nobody publishes \(tag), or \(server.address) is no Ollama server: 'plimsoll catalog search' finds names"
        : "the library may have dropped it; other tags: \(tags.joined(separator: ", "))"
    }
    if (300..<400).contains(status) { return "the server is elsewhere: set OLLAMA_HOST to where it redirects to" }
    if text.contains("newer version") { return "update Ollama: https://ollama.com/download" }
    return nil
  }
}
