/// Reads numbers and strings one after the other, in either byte order, never past the end.
struct GGUFCursor {
  private let source: any ByteSource
  private var window: [UInt8] = []
  private var windowStart = 0
  private(set) var offset = 0
  var isBigEndian = false

  private static let windowBytes = 1 << 16

  init(_ source: any ByteSource) {
    self.source = source
  }

  var remaining: Int { source.count - offset }

  mutating func unsigned<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type, _ what: String
  ) throws(GGUFError) -> Number {
    let size = MemoryLayout<Number>.size
    try fill(size, what)
    var number: Number = 0
    for index in 0..<size {
      let byte = Number(truncatingIfNeeded: window[offset - windowStart + index])
      number |= byte << Number(8 * (isBigEndian ? size - 1 - index : index))
    }
    offset += size
    return number
  }

  /// A 64-bit count or length that must not exceed `limit`.
  mutating func count(_ what: String, limit: Int) throws(GGUFError) -> Int {
    let start = offset
    let number = try unsigned(UInt64.self, what)
    guard number <= UInt64(limit) else {
      throw GGUFError(offset: start, expected: "\(what) of at most \(limit), not \(number)")
    }
    return Int(number)
  }

  /// A string with its length before it; longer than `limit` is an error.
  mutating func string(_ what: String, limit: Int) throws(GGUFError) -> String {
    let count = try count("the length of \(what)", limit: min(limit, Swift.max(0, remaining - 8)))
    let start = offset
    let bytes = try raw(count, what)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw GGUFError(offset: start, expected: "\(what) in UTF-8")
    }
    return text
  }

  /// A string of any length that fits the file; nil, and only skipped, when it is longer than `kept`.
  mutating func longString(_ what: String, kept: Int) throws(GGUFError) -> String? {
    let count = try count("the length of \(what)", limit: Swift.max(0, remaining - 8))
    guard count <= kept else {
      try skip(count, what)
      return nil
    }
    return String(decoding: try raw(count, what), as: UTF8.self)
  }

  mutating func skip(_ count: Int, _ what: String) throws(GGUFError) {
    guard count >= 0, count <= remaining else { throw endsEarly(what) }
    offset += count
  }

  private mutating func raw(_ count: Int, _ what: String) throws(GGUFError) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw endsEarly(what) }
    guard count > 0 else { return [] }
    try fill(count, what)
    defer { offset += count }
    return window[(offset - windowStart)..<(offset - windowStart + count)]
  }

  private mutating func fill(_ count: Int, _ what: String) throws(GGUFError) {
    guard offset < windowStart || offset + count > windowStart + window.count else { return }
    guard count <= remaining else { throw endsEarly(what) }
    guard offset + count <= GGUFLimits.headerBytes else {
      throw GGUFError(offset: offset, expected: "a header of at most \(GGUFLimits.headerBytes) bytes")
    }
    window = source.bytes(at: offset, count: Swift.max(count, Self.windowBytes))
    windowStart = offset
    guard window.count >= count else { throw endsEarly(what) }
  }

  private func endsEarly(_ what: String) -> GGUFError {
    GGUFError(offset: offset, expected: "\(what), but the file ends at byte \(source.count)")
  }
}
