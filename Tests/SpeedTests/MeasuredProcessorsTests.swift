import Testing

@testable import Speed

/// The speeds told for processors beside those that llama.cpp reached there (docs/validation.md).
@Suite struct MeasuredProcessorsTests {
  @Test(arguments: MeasuredProcessor.Figure.allCases)
  func speedsOnZen3KeepTheirTargets(figure: MeasuredProcessor.Figure) throws {
    let rows = try MeasuredProcessor.all("zen-3")
    #expect(rows.count == 3 && rows.allSatisfy { $0.turns(figure).count == 2 })
    let errors = rows.map { $0.error(figure) }.sorted()
    let targets = figure == .prefill ? (median: 0.12, most: 0.3) : (median: 0.1, most: 0.25)
    #expect(errors[errors.count / 2] <= targets.median && errors.allSatisfy { $0 <= targets.most }, "\(errors)")
  }

  /// Of single turns those at depth are furthest off, where the benchmark's figures of attention spread.
  @Test func turnsOnZen3LieInTheirBands() throws {
    let rows = try MeasuredProcessor.all("zen-3")
    for figure in [MeasuredProcessor.Figure.decode, .prefill] {
      #expect(rows.allSatisfy { $0.turns(figure).allSatisfy(\.isInside) }, "\(figure)")
    }
    let deep = rows.flatMap { $0.turns(.deepDecode) }
    #expect(deep.count(where: \.isInside) >= 4)
  }
}
