import Options

/// Where a server answers, to what name, and to whom.
struct ServeOptions: ParsableArguments {
  @Option(
    "n", help: "The port; 0 takes one that is free. Default: 8717.", section: "Server",
    check: { (0...65535).contains($0) ? nil : "a number from 0 to 65535" })
  var port: Int?

  @Option(
    "addr", help: "The address, or address and port, on which it listens. Default: 127.0.0.1, this machine alone.",
    section: "Server")
  var listen: ListenArgument?

  @Option(
    "file", help: "The token on the first line of a file, instead of another one at each start.", section: "Access",
    completes: .files)
  var tokenFile: String?

  @Option(
    repeated: ["--host"], "name",
    help: "A name that it answers to beside its addresses and 'localhost', such as that of a proxy.",
    section: "Access")
  var hosts: [String]

  @Option(
    repeated: ["--allow-origin"], "url",
    help: "A site whose pages may read the answers, such as https://tools.example. Default: none.",
    section: "Access", check: { $0.isOrigin ? nil : "a site such as https://tools.example, without a path" })
  var origins: [String]

  @Option(
    repeated: ["--fleet"], "path",
    help: "Folders or files of machine documents, as 'plimsoll fleet' takes them, for the page and /api/v1/fleet.",
    section: "Fleet", completes: .files)
  package var fleet: [String]

  @Flag(help: "Open the page in a browser.", section: "Server")
  var open: Bool

  @Option(
    "file", help: "Write the page with its answers as one file that works without a server, and end.",
    section: "Export", completes: .files)
  var export: String?

  @Option(
    "text", help: "What the file shows: the part of the page's address after '#', such as 'use-case=coding&users=4'.",
    section: "Export")
  var view: String?

  init() {}

  func validate() throws(OptionProblem) {
    if port != nil, listen?.port != nil { throw .conflict("--port", "a port in --listen") }
  }
}

/// A numeric address with or without a port: `0.0.0.0`, `192.168.1.4:8717`, `[::]:8717`, `::1`.
package struct ListenArgument: ArgumentValue {
  package let address: String
  package let port: Int?

  package init?(argument text: String) {
    let text = text == "localhost" || text.hasPrefix("localhost:") ? "127.0.0.1" + text.dropFirst(9) : text
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      self.init(text[text.index(after: text.startIndex)..<end], rest: text[text.index(after: end)...])
    } else if text.count(where: { $0 == ":" }) > 1 {
      self.init(text[...], rest: "")
    } else {
      let address = text.prefix { $0 != ":" }
      self.init(address, rest: text.dropFirst(address.count))
    }
  }

  private init?(_ address: Substring, rest: Substring) {
    let isNumeric = address.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == 0x2E || byte == 0x3A
    }
    guard !address.isEmpty, isNumeric, rest.isEmpty || rest.hasPrefix(":") else { return nil }
    let number = rest.isEmpty ? nil : UInt16(rest.dropFirst())
    guard rest.isEmpty || number != nil else { return nil }
    (self.address, port) = (String(address), number.map(Int.init))
  }

  package static var expectation: String { "an address such as 127.0.0.1, 0.0.0.0:8717 or [::]:8717" }
}

extension String {
  /// Whether it is a scheme and a host, perhaps with a port, and nothing more.
  fileprivate var isOrigin: Bool {
    guard let scheme = ["http://", "https://"].first(where: hasPrefix) else { return false }
    let rest = dropFirst(scheme.count)
    return !rest.isEmpty && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !rest.contains { "/?#@".contains($0) }
  }
}
