/// Times as logs write them.
enum Timestamp {
  /// Seconds since 1970 of `2026-11-25T10:00:00Z`, `2026-11-25 10:00:00.5+01:00` or `2026-11-25`; nil for what is no time.
  static func seconds(_ text: String) -> Double? {
    if let number = Double(text) { return seconds(number) }
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: true) { $0 == "T" || $0 == "t" || $0 == " " }
    guard let first = parts.first, let day = days(first) else { return nil }
    guard parts.count == 2 else { return Double(day) * 86_400 }
    guard let time = timeOfDay(parts[1]) else { return nil }
    return Double(day) * 86_400 + time
  }

  /// Seconds of a number that may count milliseconds, microseconds or nanoseconds; nil outside the years 2001 to 2100.
  static func seconds(_ number: Double) -> Double? {
    for unit in [1.0, 1e3, 1e6, 1e9] where (978_000_000...4_102_500_000).contains(number / unit) {
      return number / unit
    }
    return nil
  }

  /// Days since 1970 of `2026-11-25`.
  private static func days(_ text: Substring) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    // Years begin in March here, which puts the leap day at their end.
    let (marchYear, marchMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let inYear = (153 * marchMonth + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + inYear - 719_468
  }

  /// Seconds of `10:00:00.5Z` or `10:00+01:00` in universal time; without a zone it is taken for that.
  private static func timeOfDay(_ text: Substring) -> Double? {
    var clock = text
    var offset = 0.0
    if let last = clock.last, last == "Z" || last == "z" {
      clock = clock.dropLast()
    } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let digits = clock[clock.index(after: sign)...].filter { $0 != ":" }
      guard digits.count == 4 || digits.count == 2, let number = Int(digits) else { return nil }
      let minutes = digits.count == 4 ? number / 100 * 60 + number % 100 : number * 60
      offset = Double(minutes) * 60 * (clock[sign] == "-" ? -1 : 1)
      clock = clock[..<sign]
    }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    else { return nil }
    let second = parts.count == 3 ? Double(parts[2]) : 0
    guard let second, (0..<61).contains(second) else { return nil }
    return Double(hour) * 3600 + Double(minute) * 60 + second - offset
  }
}
