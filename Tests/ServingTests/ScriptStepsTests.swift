import TestSupport
import Testing

@testable import Serving

/// The formula stands in the script that fits the constants and in Swift: both must give the same seconds.
@Suite struct ScriptStepsTests {
  @Test func theScriptGivesTheSameSteps() throws {
    let rows = try ScriptStep.all()
    #expect(rows.count == 50)
    #expect(Set(rows.map(\.name)).count >= 8)
    for row in rows {
      let step = row.times.step(sequences: row.sequences, depth: row.depth).seconds
      let prompt = row.times.prompt(tokens: row.inputTokens).occupied
      #expect(abs(step / row.stepSeconds - 1) < 1e-9, "\(row.name): \(step), by the script \(row.stepSeconds)")
      #expect(abs(prompt / row.promptSeconds - 1) < 1e-9, "\(row.name): \(prompt), by the script \(row.promptSeconds)")
    }
  }
}
