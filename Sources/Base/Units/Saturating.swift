/// Arithmetic that stops at a quarter of the largest integer instead of trapping.
///
/// Dimensions come from files that anybody may have written. What saturates is larger than every memory there is, so
/// the verdict stays right: too large. A quarter leaves room for plain sums of a few such figures.
public enum Saturating {
  @inlinable public static var limit: Int { Int.max / 4 }

  @inlinable public static func multiply(_ left: Int, _ right: Int) -> Int {
    let (result, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? limit : min(result, limit)
  }

  @inlinable public static func multiply(_ left: Int, _ middle: Int, _ right: Int) -> Int {
    multiply(multiply(left, middle), right)
  }

  @inlinable public static func add(_ left: Int, _ right: Int) -> Int {
    let (result, overflow) = left.addingReportingOverflow(right)
    return overflow ? limit : min(result, limit)
  }

  /// `value` rounded up to a whole multiple of `step`.
  @inlinable public static func roundUp(_ value: Int, to step: Int) -> Int {
    let (result, overflow) = value.addingReportingOverflow(step - 1)
    return overflow ? limit : min(result / step * step, limit)
  }

  /// The whole number nearest to `value`, or the limit.
  package static func integer(_ value: Double) -> Int {
    guard value < Double(limit) else { return limit }
    return value > 0 ? Int(value.rounded()) : 0
  }
}
