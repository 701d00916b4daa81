import Glibc

/// A POSIX extended regular expression (IEEE 1003.1, 9.4), which the C library looks for without regard to case.
///
/// Searches leave it as it was compiled: the C library guards what it keeps between them.
package final class TextPattern: @unchecked Sendable {
  private let pattern: String
  private var compiled = regex_t()

  /// Nil where it is none.
  package init?(_ pattern: String) {
    self.pattern = pattern
    guard regcomp(&compiled, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0 else { return nil }
  }

  deinit { regfree(&compiled) }

  package func isFound(in text: String) -> Bool { regexec(&compiled, text, 0, nil, 0) == 0 }
}

extension TextPattern: Equatable {
  package static func == (one: TextPattern, other: TextPattern) -> Bool { one.pattern == other.pattern }
}
