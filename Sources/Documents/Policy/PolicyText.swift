import Base
import Ranking

/// Models beside a policy, for a person.
package enum PolicyText {
  package static func page(_ answer: PolicyAnswer, style: TextStyle) -> String {
    let policy = TextStyle.plain(answer.policyName ?? answer.policyFile)
    var text = ""
    for verdict in answer.verdicts {
      let mark =
        verdict.passes ? style.color(style.glyph("✔", "ok"), .green) : style.color(style.glyph("✘", "no"), .red)
      text += "\(mark) \(style.bold(TextStyle.plain(verdict.name)))\(figures(verdict, style))\n"
      for finding in verdict.findings {
        let place = "\(TextStyle.plain(answer.policyFile)):\(answer.line(finding))"
        let line = "\(finding.level.rawValue): \(TextStyle.plain(finding.sentence)) (\(place))"
        text += "    " + HardwareText.fitted(line, indentation: 4, style) + "\n"
      }
    }
    if answer.verdicts.isEmpty { text += "\(noModel)\n" }
    let end = answer.passes ? "\(policy) is met." : "\(policy) is not met."
    return text + "\n" + style.color(end, answer.passes ? .green : .yellow) + "\n"
  }

  /// Where there is nothing to judge.
  static let noModel = "No model of the catalogue can be held against the policy here."

  private static func figures(_ verdict: PolicyVerdict, _ style: TextStyle) -> String {
    guard let fit = verdict.fit else { return "" }
    let speed = verdict.speed.map { ", " + Amounts.band($0.decodeTokensPerSecond, unit: "tok/s", style: style) } ?? ""
    return " \(fit.quantization), \(ByteSize.text(fit.memory.totalBytes))\(speed)"
  }
}
