import Base
import Options
import Serving

/// What joins two machines, such as `25Gbit/s,50us`.
package struct LinkArgument: ArgumentValue {
  let link: NodeLink

  init(_ link: NodeLink) { self.link = link }

  package init?(argument text: String) {
    guard let link = try? LinkText.link(text) else { return nil }
    self.link = link
  }

  package static var expectation: String { "a rate and a latency such as 25Gbit/s,50us" }

  package var word: String { "25Gbit/s,50us" }
}

/// Reads a rate and a latency as people write them.
enum LinkText {
  /// What is wrong, and at which character, from 1 on.
  struct Problem: Error, Equatable {
    var column: Int
    var expected: String
  }

  private static let rates = [("Gbit/s", 1e9 / 8), ("Mbit/s", 1e6 / 8), ("GB/s", 1e9), ("MB/s", 1e6)]
  /// How many make a second.
  private static let times = [("us", 1e6), ("µs", 1e6), ("ms", 1e3)]

  /// The link; without a latency that of usual Ethernet.
  static func link(_ text: String) throws(Problem) -> NodeLink {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2 else {
      throw Problem(column: parts[0].count + parts[1].count + 2, expected: "nothing after the latency")
    }
    let (amount, unit) = try number(parts[0], rates, "a rate such as 25Gbit/s", at: 1)
    let rate = amount * unit
    guard parts.count == 2 else { return NodeLink(bytesPerSecond: rate, latency: NodeLink.usual.latency) }
    return NodeLink(bytesPerSecond: rate, latency: try latency(parts[1], at: parts[0].count + 2))
  }

  /// One way, in seconds.
  static func latency(_ text: String, at column: Int) throws(Problem) -> Double {
    let (amount, perSecond) = try number(text, times, "a latency such as 50us", at: column)
    return amount / perSecond
  }

  private static func number(
    _ text: String, _ units: [(String, Double)], _ example: String, at column: Int
  ) throws(Problem) -> (amount: Double, unit: Double) {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard let number = Double(digits), number > 0 else { throw Problem(column: column, expected: example) }
    let unit = text.dropFirst(digits.count)
    guard let factor = units.first(where: { $0.0.lowercased() == unit.lowercased() })?.1 else {
      let names = units.map(\.0).joined(separator: ", ")
      throw Problem(column: column + digits.count, expected: "one of the units \(names)")
    }
    guard number < 1e9 else { throw Problem(column: column, expected: example) }
    return (number, factor)
  }
}
