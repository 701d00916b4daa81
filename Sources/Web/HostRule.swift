/// Which names a server answers to, so that no page of another site reads it through a name that it makes point here.
package struct HostRule: Sendable {
  /// Whether only this machine reaches the server.
  private let isLoopback: Bool
  /// Names in lower case beside addresses and `localhost`.
  private let names: Set<String>
  /// Origins in lower case, such as `https://tools.example`, whose pages may read the answers.
  private let origins: Set<String>

  package init(isLoopback: Bool, names: [String], origins: [String]) {
    self.isLoopback = isLoopback
    self.names = Set(names.map { $0.lowercased() })
    self.origins = Set(origins.map { $0.lowercased() })
  }

  /// Whether the server is what a header `Host` names.
  package func accepts(host: String?) -> Bool {
    guard let host, let name = Self.name(host) else { return false }
    if names.contains(name) || name == "localhost" { return true }
    // Only a name can be made to point elsewhere. Addresses of other machines are those of a forwarding one.
    if name.hasPrefix("[") { return !isLoopback || name == "[::1]" }
    guard let first = Self.address(name) else { return false }
    return !isLoopback || first == 127
  }

  /// Whether a page that asks may: one of the server's own, or of an origin that is named.
  package func accepts(origin: String?, host: String?) -> Bool {
    guard let origin = origin?.lowercased() else { return true }
    if origins.contains(origin) { return true }
    guard let host = host?.lowercased() else { return false }
    return origin == "http://" + host || origin == "https://" + host
  }

  /// The origin where it is one of those that are named.
  package func named(origin: String?) -> String? {
    guard let origin, origins.contains(origin.lowercased()) else { return nil }
    return origin
  }

  /// The name in front of a port, in lower case and without the dot at its end; nil where it is none.
  private static func name(_ host: String) -> String? {
    let host = host.lowercased()
    let name: Substring
    var port = Substring()
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      (name, port) = (host[...end], host[host.index(after: end)...])
    } else {
      name = host.prefix { $0 != ":" }
      port = host.dropFirst(name.count)
    }
    if !port.isEmpty { guard port.first == ":", UInt16(port.dropFirst()) != nil else { return nil } }
    let plain = name.hasSuffix(".") ? name.dropLast() : name
    return plain.isEmpty ? nil : String(plain)
  }

  /// The first number of an address such as `127.0.0.1`; nil where it is none.
  private static func address(_ name: String) -> Int? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    let numbers = parts.compactMap { part in part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil }
    guard numbers.count == 4, numbers.allSatisfy({ $0 < 256 }) else { return nil }
    return numbers[0]
  }
}
