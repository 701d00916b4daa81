import Documents
import Ranking

/// The list as it is looked at: which models, in what order, from which on.
struct TUIList: Sendable {
  enum Kind: Sendable { case picks, models }

  var kind = Kind.picks
  var filter = ""
  var order = ModelColumn.rank
  var isReversed = false
  /// Columns that are shown where there is room.
  var columns: Set<ModelColumn> = [
    .rank, .name, .quantization, .quality, .speed, .band, .firstToken, .memory, .place,
  ]
  /// The rows that pass the filter, in order.
  private(set) var rows: [TUIRow] = []
  private(set) var chosen = 0
  /// The first row on the screen.
  private(set) var top = 0

  var row: TUIRow? { rows.indices.contains(chosen) ? rows[chosen] : nil }

  /// Takes rows in their own order; the chosen model stays chosen where it is among them.
  mutating func show(_ all: [TUIRow]) {
    let id = row?.id
    let words = filter.lowercased().split(separator: " ")
    rows = all.filter { $0.matches(words) }
    if order != .rank || isReversed {
      let order = order
      // Stable, so that what the column does not tell apart stays in the order of its worth.
      let sorted = rows.enumerated().sorted { one, other in
        let isBefore = order.orders(one.element.standing, before: other.element.standing)
        let isBehind = order.orders(other.element.standing, before: one.element.standing)
        return isBefore == isBehind ? one.offset < other.offset : isBefore
      }.map(\.element)
      rows = isReversed ? sorted.reversed() : sorted
    }
    choose(id.flatMap { id in rows.firstIndex { $0.id == id } } ?? 0)
  }

  mutating func choose(_ index: Int) { chosen = max(0, min(index, rows.count - 1)) }

  /// Moves what is shown so that the chosen row is among so many lines.
  mutating func scroll(lines: Int) {
    let lines = max(1, lines)
    top = min(max(top, chosen - lines + 1), chosen)
    top = max(0, min(top, rows.count - lines))
  }

  /// Orders by another column of those that are shown.
  mutating func order(by step: Int) {
    let shown = ModelColumn.allCases.filter { columns.contains($0) && $0 != .band }
    let place = shown.firstIndex(of: order) ?? 0
    if !shown.isEmpty { order = shown[(place + step + shown.count) % shown.count] }
  }
}
