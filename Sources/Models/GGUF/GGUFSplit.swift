/// The names of the parts of a split file, such as `model-00001-of-00003.gguf`.
package enum GGUFSplit {
  /// The paths of all parts when `path` is named like one of several; otherwise the path alone.
  package static func parts(of path: String) -> [String] {
    let suffix = ".gguf"
    guard path.hasSuffix(suffix) else { return [path] }
    let stem = path.dropLast(suffix.count)
    let pieces = stem.split(separator: "-", omittingEmptySubsequences: false)
    guard pieces.count >= 4, pieces[pieces.count - 2] == "of", let total = number(pieces[pieces.count - 1]),
      number(pieces[pieces.count - 3]) != nil, total >= 1, total <= 1_000
    else { return [path] }
    let base = pieces.dropLast(3).joined(separator: "-")
    return (1...total).map { "\(base)-\(padded($0))-of-\(padded(total))\(suffix)" }
  }

  private static func number(_ text: Substring) -> Int? { text.count == 5 ? Int(text) : nil }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
