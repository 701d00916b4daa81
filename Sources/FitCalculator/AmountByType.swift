import ModelCatalog

/// Amounts per storage format, kept in the formats' first order of appearance.
///
/// A few entries in one array: cheaper than a dictionary where thousands of rows are ranked.
package struct AmountByType: Sendable, Equatable, Sequence, ExpressibleByDictionaryLiteral {
  package typealias Element = (key: TensorType, value: Int)

  package struct Entry: Sendable, Equatable {
    package var type: TensorType
    package var amount: Int
  }

  package private(set) var entries: [Entry] = []

  package init() {}

  package init(dictionaryLiteral elements: (TensorType, Int)...) {
    for (type, amount) in elements { self[type] = amount }
  }

  /// The amount of one format; nil when there is none.
  package subscript(type: TensorType) -> Int? {
    get { entries.first { $0.type == type }?.amount }
    set {
      if let index = entries.firstIndex(where: { $0.type == type }) {
        if let newValue { entries[index].amount = newValue } else { entries.remove(at: index) }
      } else if let newValue {
        entries.append(Entry(type: type, amount: newValue))
      }
    }
  }

  package subscript(type: TensorType, default fallback: @autoclosure () -> Int) -> Int {
    get { self[type] ?? fallback() }
    set { self[type] = newValue }
  }

  /// Adds `amount` to what the format has.
  package mutating func add(_ amount: Int, of type: TensorType) {
    guard amount != 0 else { return }
    for index in entries.indices where entries[index].type == type {
      entries[index].amount = Saturating.add(entries[index].amount, amount)
      return
    }
    if entries.isEmpty { entries.reserveCapacity(4) }
    entries.append(Entry(type: type, amount: amount))
  }

  /// The sum over all formats.
  package var total: Int { entries.reduce(0) { Saturating.add($0, $1.amount) } }

  package var isEmpty: Bool { entries.isEmpty }
  package var count: Int { entries.count }
  package var keys: [TensorType] { entries.map(\.type) }
  package var values: [Int] { entries.map(\.amount) }

  package func makeIterator() -> AnyIterator<Element> {
    var iterator = entries.makeIterator()
    return AnyIterator { iterator.next().map { ($0.type, $0.amount) } }
  }
}
