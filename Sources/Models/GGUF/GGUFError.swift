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
package enum GGUFLimits {
  package static let keys = 65_536
  package static let tensors = 262_144
  /// Bytes of a key or a tensor name.
  package static let nameBytes = 4_096
  /// Longer strings (chat templates can be long) are skipped and not kept.
  package static let keptStringBytes = 1 << 16
  /// Longer arrays (tokenizers) are skipped; only their length is kept.
  package static let keptArrayElements = 4_096
  /// Texts in long arrays that are gone over in all; the largest tokenizers have some hundred thousand.
  package static let allSkippedStrings = 1 << 22
  /// Array elements and string bytes that are kept in all.
  package static let allKeptElements = 1 << 20
  package static let allKeptStringBytes = 1 << 24
  /// The tensor table must begin and end within this many bytes.
  package static let headerBytes = 1 << 29
  package static let dimensions = 4
  package static let arrayNesting = 4
}
