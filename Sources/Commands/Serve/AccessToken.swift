import Base
import Glibc

/// What lets a client change something, or ask at all where others reach the server.
struct AccessToken: Sendable {
  let text: String

  /// One that nobody can guess.
  init() {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef".utf8)
    let bytes = (0..<32).map { _ in digits[Int.random(in: 0..<16, using: &generator)] }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The first line of a file.
  init(file: String) throws {
    let bytes = try InputFile.bytes(file, what: "the token", limit: 1 << 12)
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count >= 16, line.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Failure(
        .badData, "\(file):1: expected a token of at least 16 letters, digits and signs without blanks",
        hint: "'openssl rand -hex 16' makes one")
    }
    text = String(decoding: line, as: UTF8.self)
  }

  /// Whether a header `Authorization` holds it; takes as long whatever is wrong with it.
  func isIn(authorization: String?) -> Bool {
    guard let words = authorization?.split(separator: " ", maxSplits: 1), words.count == 2,
      words[0].lowercased() == "bearer"
    else { return false }
    let (given, wanted) = (Array(words[1].utf8), Array(text.utf8))
    guard given.count == wanted.count else { return false }
    return zip(given, wanted).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
