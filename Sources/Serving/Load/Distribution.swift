import Glibc

/// How probable it is to find so many requests inside a replica.
struct Distribution {
  private(set) var found: [(inside: Int, weight: Double)]

  init(found: [(inside: Int, weight: Double)]) { self.found = found }

  /// The chain with these rates of arrivals and completions by the number inside; `most` is how many there can be.
  ///
  /// Beyond the places completions stay the same, so that arrivals at a fixed rate make a geometric tail.
  init(most: Int?, places: Int, arrivals: (Int) -> Double, completions: (Int) -> Double) {
    let end = most ?? places + Self.longestQueue
    var logarithms = [0.0]
    var (value, highest) = (0.0, 0.0)
    for inside in 0..<max(0, end) {
      let (rise, fall) = (arrivals(inside), completions(inside + 1))
      guard rise > 0, fall > 0 else { break }
      value += log(rise / fall)
      highest = max(highest, value)
      logarithms.append(value)
      if value < highest - Self.negligible { break }
    }
    let weights = logarithms.map { exp($0 - highest) }
    let sum = weights.reduce(0, +)
    found = weights.enumerated().map { ($0.offset, $0.element / sum) }
  }

  /// Of a queue at a fixed rate no more is looked at, nor what is rarer than e to the minus thirty.
  private static let longestQueue = 4096
  private static let negligible = 30.0

  func mean(_ value: (Int) -> Double) -> Double { found.reduce(0) { $0 + $1.weight * value($1.inside) } }

  /// The distribution in few points, each standing for an equal part, the ends finer.
  func condensed() -> [(inside: Int, weight: Double)] {
    guard found.count > Self.points.count else { return found }
    var result: [(inside: Int, weight: Double)] = []
    var (sum, start, next) = (0.0, 0.0, 0)
    for point in found {
      sum += point.weight
      while next < Self.points.count, sum >= Self.points[next] {
        let weight = Self.points[next] - start
        start = Self.points[next]
        next += 1
        if let last = result.last, last.inside == point.inside {
          result[result.count - 1].weight += weight
        } else {
          result.append((point.inside, weight))
        }
      }
    }
    if start < 1, let last = found.last(where: { $0.weight > 1e-9 }) { result.append((last.inside, 1 - start)) }
    return result
  }

  private static let points: [Double] = {
    var points = (1...45).map { Double($0) * 0.02 }
    points += (1...18).map { 0.9 + Double($0) * 0.005 }
    return points + [0.995, 0.998, 0.9999]
  }()
}
