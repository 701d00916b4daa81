import Base

extension JSONValue {
  /// The number, or null.
  static func integer(_ value: Int?) -> JSONValue { value.map(JSONValue.integer) ?? .null }
  static func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
  static func string(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
  static func bool(_ value: Bool?) -> JSONValue { value.map(JSONValue.bool) ?? .null }
  static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  static func spread(_ spread: Spread) -> JSONValue {
    .object(["median": .number(spread.median), "low": .number(spread.low), "high": .number(spread.high)])
  }

  static func estimate(_ estimate: Estimate) -> JSONValue {
    .object([
      "estimate": .number(rounded(estimate.estimate)), "low": .number(rounded(estimate.low)),
      "high": .number(rounded(estimate.high)),
    ])
  }

  /// Four significant digits: more would claim what no estimate has.
  static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var (scaled, factor) = (abs(value), 1.0)
    while scaled < 1_000 { (scaled, factor) = (scaled * 10, factor * 10) }
    while scaled >= 10_000 { (scaled, factor) = (scaled / 10, factor / 10) }
    let digits = scaled.rounded()
    return (value < 0 ? -1 : 1) * digits / factor
  }
}

/// A document of the JSON contract.
package enum Document {
  /// The object with its `schema` and `version` keys.
  package static func named(_ name: String, version: String, _ members: [JSONValue.Member]) -> JSONValue {
    .object(
      [JSONValue.Member("schema", .string("plimsoll.\(name)/1")), JSONValue.Member("version", .string(version))]
        + members)
  }
}
