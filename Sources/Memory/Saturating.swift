import Models

/// Arithmetic that stops at a quarter of the largest integer instead of trapping.
///
/// Dimensions come from files that anybody may have written. What saturates is larger than every memory there is, so
/// the verdict stays right: too large. A quarter leaves room for plain sums of a few such figures.
enum Saturating {
  static let limit = Int.max / 4

  static func multiply(_ left: Int, _ right: Int) -> Int {
    let (result, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? limit : min(result, limit)
  }

  static func multiply(_ left: Int, _ middle: Int, _ right: Int) -> Int { multiply(multiply(left, middle), right) }

  static func add(_ left: Int, _ right: Int) -> Int {
    let (result, overflow) = left.addingReportingOverflow(right)
    return overflow ? limit : min(result, limit)
  }

  /// `value` rounded up to a whole multiple of `step`.
  static func roundUp(_ value: Int, to step: Int) -> Int {
    let (result, overflow) = value.addingReportingOverflow(step - 1)
    return overflow ? limit : min(result / step * step, limit)
  }

  /// The whole number nearest to `value`, or the limit.
  static func integer(_ value: Double) -> Int {
    guard value < Double(limit) else { return limit }
    return value > 0 ? Int(value.rounded()) : 0
  }
}

extension TensorType {
  /// Bytes of `rows` rows of `width` elements; a row that is no whole number of blocks is rounded up.
  package func bytes(width: Int, rows: Int) -> Int {
    let block = blockElements
    let blocks = block == 1 ? width : (width + block - 1) / block
    return Saturating.multiply(blocks, blockBytes, rows)
  }
}
