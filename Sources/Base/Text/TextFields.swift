extension Substring {
  /// The parts between the bytes of an ASCII character, looked at as bytes.
  ///
  /// `split(separator:)` looks for the bounds of characters, which takes ten times as long; the kernel's texts have none that
  /// are longer than a byte next to what divides them.
  package func fields(at separator: Unicode.Scalar, most: Int = .max, keepsEmpty: Bool = false) -> [Substring] {
    let separator = UInt8(ascii: separator)
    return utf8.split(separator: separator, maxSplits: most - 1, omittingEmptySubsequences: !keepsEmpty)
      .map { Substring($0) }
  }
}

extension String {
  /// The parts between the bytes of an ASCII character, looked at as bytes.
  package func fields(at separator: Unicode.Scalar, most: Int = .max, keepsEmpty: Bool = false) -> [Substring] {
    self[...].fields(at: separator, most: most, keepsEmpty: keepsEmpty)
  }
}
