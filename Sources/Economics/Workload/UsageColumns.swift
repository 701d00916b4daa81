/// Which column of a CSV log holds what.
struct UsageColumns {
  private var places: [UsageKeys.Field: Int] = [:]
  private let count: Int

  init(_ head: [String]) {
    count = head.count
    for (index, name) in head.enumerated() {
      let key = name.lowercased().replacing(" ", with: "_").filter { $0 != "(" && $0 != ")" }
      for field in UsageKeys.Field.allCases where places[field] == nil {
        if UsageKeys.names(of: field).contains(key) { places[field] = index }
      }
    }
  }

  var hasTokens: Bool { places[.input] != nil && places[.output] != nil }

  func record(_ cells: [String]) throws(UsageShapeError) -> UsageRecord {
    guard cells.count == count else {
      throw UsageShapeError(reason: "\(cells.count) cells under \(count) headings")
    }
    func text(_ field: UsageKeys.Field) -> String? {
      places[field].map { cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    func number(_ field: UsageKeys.Field) throws(UsageShapeError) -> Double? {
      guard let text = text(field) else { return nil }
      guard let number = Double(text), number.isFinite else {
        throw UsageShapeError(reason: "'\(text)' is no number of \(field.rawValue)")
      }
      return number
    }
    var values = try UsageValues(number: number, text: text)
    if let time = text(.time) {
      guard let seconds = Timestamp.seconds(time) else { throw UsageShapeError(reason: "'\(time)' is no time") }
      values.time = seconds
    }
    return try values.record()
  }
}
