import Base

/// How models did on the user's own tasks, for a person.
package enum EvaluationText {
  package static func page(_ answer: EvaluationAnswer, style: TextStyle) -> String {
    var table = TextTable([
      TextTable.Column("model"), TextTable.Column("passed", .right), TextTable.Column("share (95 %)", .right),
      TextTable.Column("median", .right), TextTable.Column("tok/s", .right),
    ])
    func percent(_ share: Double) -> String { ByteSize.decimal(share * 100, places: 0) }
    table.rows = answer.models.map { model in
      let share = model.share
      let band = "\(percent(share.low))\(style.glyph("–", "-"))\(percent(share.high))"
      return [
        TextStyle.plain(model.name), "\(model.passed)/\(answer.tasks)", "\(percent(share.estimate)) % (\(band))",
        Amounts.seconds(model.medianSeconds), model.tokensPerSecond.map(Amounts.short) ?? "?",
      ]
    }
    var text = table.text(style: style)
    for model in answer.models {
      for result in model.results {
        guard let complaint = result.complaint else { continue }
        let line = TextStyle.plain("\(model.name), task \(result.id): \(complaint)")
        text += HardwareText.fitted(line, indentation: 2, style) + "\n"
      }
    }
    if overlaps(answer.models) {
      text += "The intervals overlap: these tasks do not tell the models apart.\n"
    }
    return text
  }

  /// Whether no model of several is better than another by more than chance.
  private static func overlaps(_ models: [EvaluationAnswer.Model]) -> Bool {
    guard models.count > 1, let best = models.max(by: { $0.passed < $1.passed }) else { return false }
    return models.contains { $0.name != best.name && $0.share.high >= best.share.low }
  }
}
