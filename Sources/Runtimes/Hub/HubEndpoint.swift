/// Where a Hub is, and who asks.
package struct HubEndpoint: Sendable {
  /// `https://huggingface.co`, without a slash at its end.
  package let address: String
  /// Sent to that host alone.
  package let token: String?

  /// Nil for what is no address of HTTP, or a token that no header can carry.
  package init?(_ address: String, token: String?) {
    var text = address[...]
    while text.last == "/" { text.removeLast() }
    guard Self.origin(of: String(text)) != nil, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    guard token?.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) ?? true else { return nil }
    (self.address, self.token) = (String(text), token)
  }

  /// Scheme, host and port of an address in lower case, as one text; nil for other schemes and for addresses with a
  /// password.
  static func origin(of address: String) -> String? {
    let lower = address.lowercased()
    guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else { return nil }
    let authority = lower.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    return scheme + authority
  }

  /// The token for a request to `address`; nil where that is another host.
  func token(for address: String) -> String? {
    Self.origin(of: address) == Self.origin(of: self.address) ? token : nil
  }

  /// Whether an address is of this very machine, which no proxy can reach.
  static func isLoopback(_ address: String) -> Bool {
    guard let origin = origin(of: address), let start = origin.firstRange(of: "://")?.upperBound else { return false }
    let host = origin[start...]
    return host.hasPrefix("127.") || host.hasPrefix("[::1]") || host == "localhost" || host.hasPrefix("localhost:")
  }

  /// Where a redirection leads from an address; nil for what is no address of HTTP, or leads from TLS to none.
  static func target(of location: String, from address: String) -> String? {
    guard let origin = origin(of: address) else { return nil }
    if location.hasPrefix("//") { return target(of: origin.prefix { $0 != "/" } + location, from: address) }
    if location.hasPrefix("/") { return origin + location }
    guard let next = Self.origin(of: location) else { return nil }
    return origin.hasPrefix("https:") && !next.hasPrefix("https:") ? nil : location
  }
}
