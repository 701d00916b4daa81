import Base
import Economics

/// A decision for a person.
package enum DecisionText {
  package static func page(_ page: DecisionPage, style: TextStyle) -> String {
    let decision = page.decision
    var text = style.bold(DecisionSentences.verdict(decision.ruling.verdict)) + "\n"
    let reasons = decision.ruling.reasons.map(DecisionSentences.reason).joined(separator: "; ")
    text += fitted("Decided by \(decision.ruling.rule.rawValue): \(reasons).", style)
    text +=
      questions(page, style) + changes(decision, style) + providers(decision, style)
      + stack(decision, style)
    if decision.ruling.verdict != nil { text += pilot(decision, style) }
    text +=
      "\n" + style.dim(HardwareText.fitted(DecisionSentences.notice, indentation: 0, style)) + "\n"
    return text
  }

  /// The question as it is asked on a terminal.
  package static func prompt(_ question: DecisionQuestion) -> String {
    DecisionSentences.question(question)
  }

  private static func questions(_ page: DecisionPage, _ style: TextStyle) -> String {
    let answered = page.questions.filter { $0.answer != nil }
    let open = page.questions.filter { $0.answer == nil }.map { name($0.question) }
    var text = "\n"
    if !answered.isEmpty {
      text += fitted(
        "Answered: "
          + answered.map { "\(name($0.question)) \($0.answer ?? "")" }.joined(separator: ", "),
        style)
    }
    if !open.isEmpty { text += fitted("Not answered: " + open.joined(separator: ", "), style) }
    return text
  }

  private static func changes(_ decision: Decision, _ style: TextStyle) -> String {
    guard !decision.changes.isEmpty else { return "\nNo other answer alone would change that.\n" }
    var lines: [String] = []
    for verdict in DecisionRuling.Verdict.allCases.map(Optional.some) + [nil] {
      let answers = decision.changes.filter { $0.verdict == verdict }.map {
        "\(name($0.question)) \($0.answer)"
      }
      guard !answers.isEmpty else { continue }
      let what = verdict.map { $0 == .api ? "API" : $0.rawValue } ?? "nothing allowed"
      lines.append("\(what) with \(answers.joined(separator: ", or "))")
    }
    return list("It would be otherwise", lines, style)
  }

  private static func providers(_ decision: Decision, _ style: TextStyle) -> String {
    guard decision.ruling.verdict != .local || decision.pattern != nil else {
      let left = decision.providers.filter(\.isAllowed).map(\.provider.name)
      let note = left.isEmpty ? "none" : left.joined(separator: ", ")
      return "\n" + fitted("Providers whose published terms would allow it: \(note)", style)
    }
    let lines = decision.providers.sorted { $0.isAllowed && !$1.isAllowed }.map { check in
      let reasons = DecisionSentences.reasons(check).joined(separator: "; ")
      let mark = check.isAllowed ? style.glyph("✓", "+") : style.glyph("✗", "-")
      return
        "\(mark) \(check.provider.name)\(reasons.isEmpty ? "" : ": \(reasons)") (as of \(check.provider.asOf))"
    }
    return list("Providers by their published terms", lines, style)
  }

  private static func stack(_ decision: Decision, _ style: TextStyle) -> String {
    var text = ""
    if !decision.stack.isEmpty {
      text += list(
        "Try first", decision.stack.map { "\($0.facts.name): \(DecisionSentences.why($0))" }, style)
      let ended = decision.ended.map {
        "\($0.name) (\($0.status.rawValue) since \($0.statusSince ?? "?"))"
      }
      text +=
        "  "
        + HardwareText.fitted(
          "Not for anything new: \(ended.joined(separator: ", "))", indentation: 2, style) + "\n"
    }
    if let pattern = decision.pattern {
      text += list(
        "Put together as \(pattern.rawValue)",
        [DecisionSentences.pattern(pattern)], style)
    }
    return text
  }

  private static func pilot(_ decision: Decision, _ style: TextStyle) -> String {
    let share = Amounts.percent(DecisionSentences.pilotShare)
    return list(
      "Try it for \(DecisionSentences.pilotDays) days on \(share) of the traffic, and measure",
      DecisionSentences.measures(decision),
      style)
      + list(
        "Go on when",
        DecisionSentences.thresholds(decision).map {
          "\($0.measure): \($0.goOn); stop: \($0.stop)"
        }, style)
  }

  private static func name(_ question: DecisionQuestion) -> String {
    "--" + question.rawValue.replacing("_", with: "-")
  }

  private static func fitted(_ text: String, _ style: TextStyle) -> String {
    HardwareText.fitted(TextStyle.plain(text), indentation: 0, style) + "\n"
  }

  private static func list(_ heading: String, _ lines: [String], _ style: TextStyle) -> String {
    "\n" + style.bold(heading) + "\n"
      + lines.map { "  " + HardwareText.fitted(TextStyle.plain($0), indentation: 4, style) + "\n" }
      .joined()
  }
}
