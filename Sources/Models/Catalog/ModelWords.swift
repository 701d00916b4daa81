/// The words of a model's name or of a search, cut so that `Qwen3-8B`, `qwen3:8b` and `qwen 3 8b` read the same.
enum ModelWords {
  /// Lower-case words: cut at punctuation, and where a digit follows a letter (`qwen3` is `qwen`, `3`; `8b` stays).
  ///
  /// A point stays inside a number, so `3.1` is one word.
  static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func finish(_ word: inout [UInt8]) {
      while word.last == UInt8(ascii: ".") { word.removeLast() }
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      let lower = lowercased(byte)
      if isDigit(lower) {
        if let last = word.last, isLetter(last) { finish(&word) }
        word.append(lower)
      } else if isLetter(lower) {
        word.append(lower)
      } else if lower == UInt8(ascii: "."), let last = word.last, isDigit(last) {
        word.append(lower)
      } else {
        finish(&word)
      }
    }
    finish(&word)
    return words
  }

  /// Lower-case letters and digits only, points kept: what stays when spelling habits are taken away.
  static func compact(_ text: String) -> String {
    String(
      decoding: text.utf8.map(lowercased).filter { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: ".") },
      as: UTF8.self)
  }

  /// Words that hardly tell one model from another.
  static let weak: Set<String> = ["instruct", "it", "chat", "v", "latest", "model", "b"]

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func isLetter(_ byte: UInt8) -> Bool { (byte >= 97 && byte <= 122) || byte >= 0x80 }
}
