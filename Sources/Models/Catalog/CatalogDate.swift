/// Dates as the catalogue writes them: `2026-11` or `2026-11-20`, in its documents also `2026`.
package enum CatalogDate {
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

  /// Whether a text is such a date, or a year.
  package static func isDate(_ text: String) -> Bool { monthAndDay(text.utf8.count == 4 ? text + "-01" : text) != nil }

  /// Days between two dates, negative when the second is earlier; a month or a year begins on its first day.
  static func days(from first: String, to second: String) -> Int? {
    guard let start = dayNumber(first), let end = dayNumber(second) else { return nil }
    return end - start
  }

  /// Days since 1 March of year 0 in the Gregorian calendar, which puts the leap day at the end of a year.
  private static func dayNumber(_ text: String) -> Int? {
    guard let (month, day) = monthAndDay(text.utf8.count == 4 ? text + "-01" : text) else { return nil }
    let sinceMarch = month - 2
    let (year, monthOfYear) = (sinceMarch / 12, sinceMarch % 12)
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * monthOfYear + 2) / 5 + day - 1
  }
}
