/// Dates as the catalogue writes them: `2026-11` or `2026-11-20`.
enum CatalogDate {
  /// Months since year 0, and the day (1 without one); nil for what is not such a date.
  static func monthAndDay(_ text: String) -> (month: Int, day: Int)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0].utf8.count == 4,
      parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
      parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, (1...12).contains(numbers[1]) else { return nil }
    let day = numbers.count == 3 ? numbers[2] : 1
    return (1...31).contains(day) ? (numbers[0] * 12 + numbers[1] - 1, day) : nil
  }
}
