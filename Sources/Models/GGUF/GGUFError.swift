/// A file that is not a sound GGUF: at which byte it stops being so, and what was expected there.
package struct GGUFError: Error, Equatable {
  /// Offset from the beginning of the file, in bytes.
  package let offset: Int
  package let expected: String

  package init(offset: Int, expected: String) {
    self.offset = offset
    self.expected = expected
  }
}

/// What a header may hold at most; far above real models and far below what would hurt.
enum GGUFLimits {
  static let keys = 65_536
  static let tensors = 262_144
  /// Bytes of a key or a tensor name.
  static let nameBytes = 4_096
  /// Longer strings (chat templates can be long) are skipped and not kept.
  static let keptStringBytes = 1 << 16
  /// Longer arrays (tokenizers) are skipped; only their length is kept.
  static let keptArrayElements = 4_096
  /// Texts in long arrays that are gone over in all; the largest tokenizers have some hundred thousand.
  static let allSkippedStrings = 1 << 22
  /// Array elements and string bytes that are kept in all.
  static let allKeptElements = 1 << 20
  static let allKeptStringBytes = 1 << 24
  /// The tensor table must begin and end within this many bytes.
  static let headerBytes = 1 << 29
  static let dimensions = 4
  static let arrayNesting = 4
}
