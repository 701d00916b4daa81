import Base

/// A GPU of a simulated machine as a person asks for it: `2xRTX 4090`, `RTX 4090:48GiB`.
package struct GPURequest: Sendable, Equatable {
  package var count: Int
  package var name: String
  /// The memory of each, where the request names one.
  package var memoryBytes: Int?

  /// One request; nil when it is empty, the count is not from 1 to 64, or the size behind a colon is none.
  package init?(_ text: String) {
    let text = Self.trimmed(Substring(text))
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    var rest = text.dropFirst(digits.count).drop { $0 == " " }
    count = 1
    if !digits.isEmpty, let sign = rest.first, "xX*×".contains(sign) {
      rest = rest.dropFirst().drop { $0 == " " }
      guard let count = Int(digits), (1...64).contains(count), !rest.isEmpty else { return nil }
      self.count = count
    } else {
      rest = text
    }
    if let colon = rest.lastIndex(of: ":") {
      let size = Self.trimmed(rest[rest.index(after: colon)...])
      guard let bytes = ByteSize.bytes(from: String(size)), bytes > 0, bytes < 1 << 44 else { return nil }
      memoryBytes = bytes
      rest = rest[..<colon]
    }
    name = String(Self.trimmed(rest))
    if name.isEmpty { return nil }
  }

  /// The requests of an option's value, which may be several: `2x A100, 1x T4`, `RTX 3090 + RTX 3060`.
  ///
  /// What is a name as a whole stays one: some names have a plus. Nil where a part is no request.
  package static func all(in text: String, isName: (String) -> Bool) -> [GPURequest]? {
    let whole = GPURequest(text)
    if let whole, isName(whole.name) { return [whole] }
    var parts: [Substring] = [Substring(text)]
    var nearly: [GPURequest]?
    for separator in [",", ";", " + ", " & ", " and ", "+"] {
      parts = parts.flatMap { $0.pieces(between: separator) }
      let requests = parts.map { GPURequest(String($0)) }
      guard parts.count > 1 else { continue }
      guard parts.count <= mostParts else { break }
      let known = requests.count { $0.map { isName($0.name) } ?? false }
      if known == parts.count { return requests.compactMap(\.self) }
      // With one name among them the others are wrong ones.
      if known > 0, nearly == nil, !requests.contains(nil) { nearly = requests.compactMap(\.self) }
    }
    if let nearly { return nearly }
    return whole.map { [$0] }
  }

  /// The same without the memory size at the name's end, as in `RTX 4090 48GB`, which stands behind it then.
  ///
  /// Sizes in names of cards are binary, whatever the letters.
  package var withSizeApart: GPURequest? {
    guard memoryBytes == nil, let space = name.lastIndex(of: " ") else { return nil }
    let size = name[name.index(after: space)...].lowercased()
    let digits = size.prefix { $0.isNumber }
    guard ["g", "gb", "gib"].contains(size.dropFirst(digits.count)), let gibibytes = Int(digits),
      (1...4096).contains(gibibytes)
    else { return nil }
    var request = self
    request.name = String(Self.trimmed(name[..<space]))
    request.memoryBytes = gibibytes * ByteSize.gibibyte
    return request
  }

  /// More cards than these are given by their number.
  private static let mostParts = 64

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
