/// Relative errors of many rows, with the names of the worst.
struct Errors {
  private(set) var values: [(name: String, error: Double)] = []

  mutating func add(_ name: String, _ value: Double, truth: Double) {
    values.append((name, truth == 0 ? 0 : value / truth - 1))
  }

  /// The size of error that this share of the rows stays below.
  func quantile(_ share: Double) -> Double {
    let sorted = values.map { abs($0.error) }.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  var lowest: Double { values.map(\.error).min() ?? .nan }
  var highest: Double { values.map(\.error).max() ?? .nan }

  /// The rows that are furthest off, a line each.
  func worst(_ count: Int) -> String {
    values.sorted { abs($0.error) > abs($1.error) }.prefix(count).map { "\($0.name): \($0.error)" }
      .joined(separator: "\n")
  }
}
