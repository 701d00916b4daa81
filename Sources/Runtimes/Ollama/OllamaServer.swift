/// Where an Ollama server is, from `OLLAMA_HOST` as Ollama's own client reads it.
package struct OllamaServer: Sendable, Equatable {
  package static let defaultPort = 11_434

  package private(set) var scheme: String
  package private(set) var host: String
  package private(set) var port: Int
  /// Without a slash at its end.
  package private(set) var path: String

  /// The server at its usual place.
  package init() {
    (scheme, host, port, path) = ("http", "127.0.0.1", Self.defaultPort, "")
  }

  /// The server that `text` names: `host`, `host:port`, `:port`, `http://host:port/path`, `[::1]:port`.
  ///
  /// An address that means every interface stands for this machine. Nil for what is no address.
  package init?(_ text: String) {
    var rest = text.drop { $0 == " " }
    while rest.last == " " || rest.last == "/" { rest.removeLast() }
    self.init()
    guard !rest.isEmpty else { return }
    var (scheme, port) = ("http", Self.defaultPort)
    for (prefix, usual) in [("http://", 80), ("https://", 443)] where rest.lowercased().hasPrefix(prefix) {
      (scheme, port) = (String(prefix.dropLast(3)), usual)
      rest = rest.dropFirst(prefix.count)
    }
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count)
    var host = authority
    let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterBracket...].lastIndex(of: ":") {
      guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number) else {
        return nil
      }
      port = number
      host = authority[..<colon]
    }
    let allowed = host.utf8.allSatisfy { byte in
      byte == 0x2D || byte == 0x2E || (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5B
        || byte == 0x5D || byte == 0x5F || (0x61...0x7A).contains(byte)
    }
    guard allowed, path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    let everywhere = ["", "0.0.0.0", "[::]"]
    self.scheme = scheme
    self.host = everywhere.contains(String(host)) ? "127.0.0.1" : String(host)
    self.port = port
    self.path = String(path)
  }

  /// `http://127.0.0.1:11434`.
  package var address: String { "\(scheme)://\(host):\(port)\(path)" }

  /// True for this very machine, which no proxy can reach.
  package var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }
}
