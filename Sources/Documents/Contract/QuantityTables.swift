import Base

extension Tables {
  static let spread = Table<Spread>("spread", "A measured quantity.") {
    Field("median", .number, "The middle of the samples.") { $0.median }
    Field("low", .number, "The lowest sample.") { $0.low }
    Field("high", .number, "The highest sample.") { $0.high }
  }

  private static let estimateTable = Table<Estimate>(
    "estimate", "A predicted quantity: 80 % of true values are meant to fall between low and high."
  ) {
    Field("estimate", .rounded(), "The most likely value.") { $0.estimate }
    Field("low", .rounded(), "One true value in ten is lower.") { $0.low }
    Field("high", .rounded(), "One true value in ten is higher.") { $0.high }
  }

  static func spread(_ unit: Unit) -> Codec<Spread> { spread.codec.measured(in: unit) }
  static func estimate(_ unit: Unit) -> Codec<Estimate> { estimateTable.codec.measured(in: unit) }
  /// A predicted quantity in no unit of those.
  static var estimate: Codec<Estimate> { estimateTable.codec }
}
