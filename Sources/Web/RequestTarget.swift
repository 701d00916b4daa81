/// The path and the query of a request, decoded.
package struct RequestTarget: Sendable, Equatable {
  /// The steps between the slashes; none for `/`.
  package let path: [String]
  /// Names with their values in their order; a name without `=` has the value nil.
  package let query: [Parameter]

  package struct Parameter: Sendable, Equatable {
    package let name: String
    package let value: String?
  }

  /// Nil for what is no path with a query: another form of target, an escape that is none, bytes that are no UTF-8 or a NUL,
  /// or empty steps and such as `..`, which nothing here has.
  package init?(_ text: String) {
    guard text.hasPrefix("/") else { return nil }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var steps: [String] = []
    for piece in parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let step = Self.decoded(piece, plusIsSpace: false), step != ".", step != ".." else { return nil }
      steps.append(step)
    }
    // A slash at the end changes nothing; one in between is a mistake.
    if steps.last == "" { steps.removeLast() }
    guard !steps.contains("") else { return nil }
    path = steps
    var found: [Parameter] = []
    for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0], plusIsSpace: true) else { return nil }
      guard sides.count == 2 else {
        found.append(Parameter(name: name, value: nil))
        continue
      }
      guard let value = Self.decoded(sides[1], plusIsSpace: true) else { return nil }
      found.append(Parameter(name: name, value: value))
    }
    query = found
  }

  private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
