/// Orders versions such as `2.31` or `535.104.05` by their numbers.
package enum VersionNumbers {
  /// Whether a version comes before another; what is no number counts zero.
  package static func isBelow(_ version: String, _ other: String) -> Bool {
    numbers(version).lexicographicallyPrecedes(numbers(other))
  }

  private static func numbers(_ text: String) -> [Int] { text.split(separator: ".").map { Int($0) ?? 0 } }
}
