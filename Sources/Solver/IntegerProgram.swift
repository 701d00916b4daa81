/// A linear program of which some columns are whole numbers: the least cost over columns of 0 and more.
package struct IntegerProgram: Sendable {
  package struct Column: Sendable {
    package var cost: Double
    /// Infinite where there is none.
    package var upper: Double
    package var isInteger: Bool
  }

  /// What the sum over some columns may be.
  package struct Row: Sendable {
    package var range: ClosedRange<Double>
    package var terms: [(column: Int, factor: Double)]
  }

  package private(set) var columns: [Column] = []
  package private(set) var rows: [Row] = []

  package init() {}

  /// Adds a column; its number.
  package mutating func column(cost: Double = 0, upper: Double = .infinity, isInteger: Bool = true) -> Int {
    columns.append(Column(cost: cost, upper: upper, isInteger: isInteger))
    return columns.count - 1
  }

  package mutating func row(atLeast low: Double, _ terms: [(column: Int, factor: Double)]) {
    rows.append(Row(range: low...(.infinity), terms: terms))
  }

  package mutating func row(atMost high: Double, _ terms: [(column: Int, factor: Double)]) {
    rows.append(Row(range: -.infinity...high, terms: terms))
  }

  package mutating func row(equal value: Double, _ terms: [(column: Int, factor: Double)]) {
    rows.append(Row(range: value...value, terms: terms))
  }

  package mutating func setCost(_ cost: Double, of column: Int) { columns[column].cost = cost }
}

/// Values of a program's columns.
package struct IntegerSolution: Sendable, Equatable {
  package var values: [Double]
  package var objective: Double
  /// No allowed values cost less.
  package var bound: Double
  /// Whether the values are known to be the best.
  package var isProven: Bool

  /// How far from the best the values may be, of their own cost; 0 where they are the best.
  package var gap: Double {
    isProven ? 0 : max(0, objective - bound) / max(abs(objective), 1e-9)
  }
}
