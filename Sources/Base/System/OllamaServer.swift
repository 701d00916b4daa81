import Glibc

/// Where an Ollama server is, from `OLLAMA_HOST` as Ollama's own client reads it (envconfig/config.go).
package struct OllamaServer: Sendable, Equatable {
  static let defaultPort = 11_434

  package private(set) var scheme: String
  /// A name, an IPv4 address, or an IPv6 address in brackets.
  package private(set) var host: String
  package private(set) var port: Int
  /// Without a slash at its end.
  package private(set) var path: String

  /// The server at its usual place.
  package init() {
    (scheme, host, port, path) = ("http", "127.0.0.1", Self.defaultPort, "")
  }

  /// The server that `text` names, nil for what is no address.
  ///
  /// `host`, `host:port`, `:port`, `http://host:port/path`, `[::1]:port`, `::1`, with spaces or quotes around. What is no
  /// port counts as none, as it does for Ollama; an address that means every interface stands for this machine.
  package init?(_ text: String) {
    let isSpace: (Character) -> Bool = \.isWhitespace
    let unquoted = text.trimmed(isSpace).trimmed { $0 == "\"" || $0 == "'" }.trimmed(isSpace)
    self.init()
    guard !unquoted.isEmpty else { return }
    var rest = unquoted
    var usualPort = Self.defaultPort
    if let separator = rest.firstRange(of: "://") {
      guard let known = ["http": 80, "https": 443][rest[..<separator.lowerBound].lowercased()] else { return nil }
      (scheme, usualPort) = (rest[..<separator.lowerBound].lowercased(), known)
      rest = rest[separator.upperBound...]
    } else if rest == "ollama.com" {
      (scheme, usualPort) = ("https", 443)
    }
    let authority = rest.prefix { $0 != "/" }
    path = String(rest.dropFirst(authority.count))
    while path.last == "/" { path.removeLast() }
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let (name, portText) = Self.divided(authority), let host = Self.host(name)
    else { return nil }
    self.host = host
    port = Int(portText).flatMap { (0...65_535).contains($0) ? $0 : nil } ?? usualPort
  }

  /// Host and port of `host:port`; an IPv6 address without brackets has no port.
  private static func divided(_ authority: Substring) -> (name: Substring, port: Substring)? {
    if authority.first == "[" {
      guard let bracket = authority.lastIndex(of: "]") else { return nil }
      let after = authority[authority.index(after: bracket)...]
      guard after.isEmpty || after.first == ":" else { return nil }
      return (authority[authority.index(after: authority.startIndex)..<bracket], after.dropFirst())
    }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? (parts[0], parts[1]) : (authority, "")
  }

  private static func host(_ name: Substring) -> String? {
    if ["", "0.0.0.0"].contains(name) { return "127.0.0.1" }
    // libcurl tries ::1 and 127.0.0.1 for it, wherever it is looked up.
    if name == "::" { return "localhost" }
    if name.contains(":") {
      var address = in6_addr()
      let zone = name.drop { $0 != "%" }
      guard inet_pton(AF_INET6, String(name.dropLast(zone.count)), &address) == 1 else { return nil }
      return "[\(name)]"
    }
    let isName = name.utf8.allSatisfy { byte in
      byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
        || (0x61...0x7A).contains(byte)
    }
    return isName ? String(name) : nil
  }

  /// `http://127.0.0.1:11434`.
  package var address: String { "\(scheme)://\(host):\(port)\(path)" }

  /// True for this very machine, which no proxy can reach.
  package var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }
}

extension StringProtocol {
  /// The text without the characters at both ends that `isPadding` tells.
  fileprivate func trimmed(_ isPadding: (Character) -> Bool) -> Substring {
    var rest = Substring(self).drop(while: isPadding)
    while let last = rest.last, isPadding(last) { rest.removeLast() }
    return rest
  }
}
