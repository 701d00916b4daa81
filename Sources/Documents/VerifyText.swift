import Base
import Machines

/// A plan beside the running model, for a person.
package enum VerifyText {
  package static func page(_ answer: VerifyAnswer, style: TextStyle) -> String {
    let (predicted, measured) = (answer.predicted, answer.measured)
    let runtime = answer.runtime.name + (answer.runtime.version.map { " " + $0 } ?? "")
    var text =
      style.bold(TextStyle.plain(answer.model.name)) + " \(answer.quantization) on "
      + TextStyle.plain("\(runtime) at \(answer.runtime.endpoint)")
      + " \(style.glyph("·", "-")) \(answer.turns) turns, \(measured.promptTokens) tokens read, "
      + "\(measured.generatedTokens) written\n\n"
    func rate(_ value: Double?) -> String { value.map { "\(Amounts.short($0)) tok/s" } ?? "?" }
    func band(_ value: Estimate?) -> String { value.map { Amounts.band($0, unit: "tok/s", style: style) } ?? "?" }
    var rows: [(String, String, String, Double?)] = [
      ("decode", band(predicted.decodeTokensPerSecond), rate(measured.decodeTokensPerSecond), answer.decodeRatio),
      ("prefill", band(predicted.prefillTokensPerSecond), rate(measured.prefillTokensPerSecond), answer.prefillRatio),
      (
        "first token", predicted.timeToFirstTokenSeconds.map { Amounts.seconds($0.estimate) } ?? "?",
        measured.timeToFirstTokenSeconds.map(Amounts.seconds) ?? "?", nil
      ),
      (
        "memory", ByteSize.text(predicted.memoryBytes), measured.memoryBytes.map(ByteSize.text) ?? "?",
        answer.memoryRatio
      ),
      ("on the GPU", ByteSize.text(predicted.vramBytes), measured.vramBytes.map(ByteSize.text) ?? "?", nil),
      ("load", "", measured.loadSeconds.map(Amounts.seconds) ?? "?", nil),
    ]
    if let tokens = measured.startPromptTokens {
      rows[0].0 = "decode after \(measured.promptTokens) tokens"
      rows.insert(
        (
          "decode after \(tokens)", band(predicted.startDecodeTokensPerSecond),
          rate(measured.startDecodeTokensPerSecond),
          answer.startDecodeRatio
        ), at: 1)
    }
    var table = TextTable([
      TextTable.Column(""), TextTable.Column("predicted"), TextTable.Column("measured"),
      TextTable.Column("ratio", .right),
    ])
    table.rows = rows.map { name, left, right, ratio in
      [name, left, right, ratio.map { ByteSize.decimal($0, places: 2) } ?? ""]
    }
    text += table.text(style: style)
    for finding in answer.findings {
      text += "\n" + HardwareText.fitted(TextStyle.plain(finding.text), indentation: 0, style)
    }
    let verdict = answer.isAsPredicted ? "As predicted." : "Not as predicted."
    return text + "\n" + style.color(verdict, answer.isAsPredicted ? .green : .yellow) + "\n"
  }
}
