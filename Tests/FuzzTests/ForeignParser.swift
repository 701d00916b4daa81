import TestSupport

/// A parser of bytes that others write, with a few that it knows.
///
/// The list is used twice: by the tests with changed seeds, and by libFuzzer (`make fuzz`).
struct ForeignParser: Sendable {
  /// Of lower-case letters, digits and hyphens: it is the name of the corpus' folder.
  let name: String
  let seeds: [[UInt8]]
  /// Changed seeds in `make verify`; fewer where one takes long.
  let rounds: Int
  /// Parses, and throws what must not be; whatever else is wrong traps or hangs.
  let parse: @Sendable ([UInt8]) throws -> Void

  init(_ name: String, seeds: [[UInt8]], rounds: Int = 10_000, parse: @escaping @Sendable ([UInt8]) throws -> Void) {
    (self.name, self.seeds, self.rounds, self.parse) = (name, seeds, rounds, parse)
  }

  /// The same of a text; bytes that are not UTF-8 are replaced as everywhere in the program.
  init(_ name: String, texts: [String], rounds: Int = 10_000, parse: @escaping @Sendable (String) throws -> Void) {
    self.init(name, seeds: texts.map { Array($0.utf8) }, rounds: rounds) {
      try parse(String(decoding: $0, as: UTF8.self))
    }
  }

  static let all =
    kernel + deviceTexts + models + checkpoints + documents + servers + logs + words
}

/// Something that a parser made of bytes and must not.
struct Finding: Error, CustomStringConvertible {
  let description: String
}

/// Throws a finding unless the condition holds.
func demand(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  if !condition { throw Finding(description: what()) }
}
