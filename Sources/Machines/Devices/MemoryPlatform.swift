import Base

/// The main memory that processors of one family are built for.
package struct MemoryPlatform: Sendable, Equatable {
  package var name: String
  /// Such as `DDR5`.
  package var memory: String
  package var transfersPerSecond: Double
  /// 64-bit channels of one package.
  package var channels: Int
  /// With every channel filled, per package.
  package var bandwidthBytesPerSecond: Double
  /// What the family's processors have in their names at the beginning of a word: a POSIX extended regular expression.
  let match: String

  /// The platforms of `catalog/memory-platforms.json`, read when first asked for.
  package static let builtIn: [MemoryPlatform] =
    (EmbeddedFile.named("memory-platforms.json").flatMap { try? platforms(document: $0.bytes) }) ?? []

  /// The platforms that a processor with this model name may belong to, the most specific last.
  ///
  /// The result is what a board can have at best: how many slots are filled, and with what, only SMBIOS says.
  package static func platforms(cpuModel: String, among platforms: [MemoryPlatform] = builtIn) -> [MemoryPlatform] {
    let lowercased = cpuModel.lowercased()
    return platforms.filter { $0.mayMatch(lowercased) && $0.pattern?.isFound(in: cpuModel) ?? false }
  }

  /// Nil where it is none, which a test rules out.
  package var pattern: TextPattern? { TextPattern(#"\b("# + match + ")") }

  /// Whether a name has the plain text that the expression begins with: to compile one takes longer than all else here.
  private func mayMatch(_ lowercasedName: String) -> Bool {
    guard !match.utf8.contains(UInt8(ascii: "|")) else { return true }
    var beginning = match.prefix { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
    if let next = match[beginning.endIndex...].first, "?*+{".contains(next) { beginning = beginning.dropLast() }
    return lowercasedName.contains(beginning.lowercased())
  }

  /// The bandwidth of one package with every channel filled, or unknown when the name leaves it open.
  package static func bandwidth(cpuModel: String, among platforms: [MemoryPlatform] = builtIn) -> Known<Double> {
    let found = Self.platforms(cpuModel: cpuModel, among: platforms)
    let rates = found.map(\.bandwidthBytesPerSecond)
    guard let low = rates.min(), let high = rates.max(), let last = found.last else {
      return .unknown(reason: "no memory platform is known for \(cpuModel)")
    }
    guard high <= low * (1 + GPUTable.bandwidthTolerance) else {
      let names = found.map(\.name).joined(separator: " or ")
      return .unknown(reason: "\(cpuModel) may sit in \(names)")
    }
    return .known(last.bandwidthBytesPerSecond)
  }

  static func platforms(document bytes: UnsafeBufferPointer<UInt8>) throws -> [MemoryPlatform] {
    try JSONNode(lasting: bytes).required("platforms").elements().map { node in
      MemoryPlatform(
        name: try node.required("platform").string(), memory: try node.required("memory").string(),
        transfersPerSecond: try node.required("mt_s").number() * 1e6, channels: try node.required("channels").integer(),
        bandwidthBytesPerSecond: try node.required("bandwidth_gbs").number() * 1e9,
        match: try node.required("match").string())
    }
  }
}
