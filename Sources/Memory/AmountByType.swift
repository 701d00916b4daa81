import Models

/// Amounts per storage format, kept in the formats' first order of appearance.
struct AmountByType {
  private(set) var entries: [(type: TensorType, amount: Int)] = []

  var isEmpty: Bool { entries.isEmpty }

  /// The sum over all formats.
  var total: Int { entries.reduce(0) { Saturating.add($0, $1.amount) } }

  /// Adds `amount` to what the format has.
  mutating func add(_ amount: Int, of type: TensorType) {
    guard amount != 0 else { return }
    if let index = entries.firstIndex(where: { $0.type == type }) {
      entries[index].amount = Saturating.add(entries[index].amount, amount)
    } else {
      entries.append((type, amount))
    }
  }
}
