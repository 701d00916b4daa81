import CGLPK
import Glibc

/// The GNU Linear Programming Kit, opened when it is first needed.
package struct GLPK {
  /// What Debian calls its package, for who lacks it.
  package static let package = "libglpk40"
  package static let library = "libglpk.so.40"

  private let handle: UnsafeMutableRawPointer

  /// Such as `5.0`.
  package let version: String

  /// Nil where the library is not there.
  package init?() {
    guard let handle = dlopen(Self.library, RTLD_NOW | RTLD_LOCAL) else { return nil }
    self.handle = handle
    version = plimsoll_glpk_version(handle).map { String(cString: $0) } ?? "unknown"
  }

  /// The best values that were found in so many seconds; nil where none were, which a program that allows nothing never has.
  package func solve(_ program: IntegerProgram, seconds: Double) -> IntegerSolution? {
    let columns = program.columns
    guard !columns.isEmpty else { return IntegerSolution(values: [], objective: 0, bound: 0, isProven: true) }
    let (costs, uppers) = (columns.map(\.cost), columns.map(\.upper))
    let kinds: [UInt8] = columns.map { $0.isInteger ? 1 : 0 }
    let (lows, highs) = (program.rows.map(\.range.lowerBound), program.rows.map(\.range.upperBound))
    var (rows, places, factors) = ([Int32](), [Int32](), [Double]())
    for (number, row) in program.rows.enumerated() {
      for term in row.terms where term.factor != 0 {
        rows.append(Int32(number))
        places.append(Int32(term.column))
        factors.append(term.factor)
      }
    }
    var values = [Double](repeating: 0, count: columns.count)
    var (objective, bound) = (0.0, -Double.infinity)
    let outcome = costs.withUnsafeBufferPointer { costs in
      uppers.withUnsafeBufferPointer { uppers in
        kinds.withUnsafeBufferPointer { kinds in
          lows.withUnsafeBufferPointer { lows in
            highs.withUnsafeBufferPointer { highs in
              rows.withUnsafeBufferPointer { rows in
                places.withUnsafeBufferPointer { places in
                  factors.withUnsafeBufferPointer { factors in
                    var program = plimsoll_program(
                      columns: Int32(costs.count), cost: costs.baseAddress, upper: uppers.baseAddress,
                      is_integer: kinds.baseAddress, rows: Int32(lows.count), row_low: lows.baseAddress,
                      row_high: highs.baseAddress, entries: Int32(rows.count), entry_row: rows.baseAddress,
                      entry_column: places.baseAddress, entry_value: factors.baseAddress,
                      milliseconds: Int32(max(1, min(seconds, 1e6) * 1000)))
                    return plimsoll_glpk_solve(handle, &program, &values, &objective, &bound)
                  }
                }
              }
            }
          }
        }
      }
    }
    guard outcome == plimsoll_proven || outcome == plimsoll_feasible else { return nil }
    return IntegerSolution(
      values: values, objective: objective, bound: bound, isProven: outcome == plimsoll_proven)
  }
}
