import Testing

@testable import Speed

/// The speeds told for processors beside those that llama.cpp reached there (docs/validation.md).
@Suite struct MeasuredProcessorsTests {
  @Test(arguments: MeasuredProcessor.Figure.allCases)
  func speedsOnZen3KeepTheirTargets(figure: MeasuredProcessor.Figure) throws {
    let rows = try MeasuredProcessor.all("zen-3")
    #expect(rows.count == 25 && rows.allSatisfy { $0.turns(figure).count == 2 })
    let errors = rows.map { $0.error(figure) }.sorted()
    let targets = figure == .prefill ? (median: 0.12, most: 0.3) : (median: 0.1, most: 0.25)
    #expect(errors[errors.count / 2] <= targets.median, "\(errors)")
    #expect(errors[errors.count * 9 / 10] <= targets.most, "\(errors)")
  }

  /// Bands are meant to hold some 80 % of what is measured: more than 95 % would tell less than is known.
  @Test(arguments: MeasuredProcessor.Figure.allCases)
  func turnsOnZen3LieInTheirBands(figure: MeasuredProcessor.Figure) throws {
    let turns = try MeasuredProcessor.all("zen-3").flatMap { $0.turns(figure) }
    let inside = Double(turns.count(where: \.isInside)) / Double(turns.count)
    #expect((0.75...0.95).contains(inside))
  }
}
