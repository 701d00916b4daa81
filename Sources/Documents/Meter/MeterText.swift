import Base
import Economics

/// What a while of requests came to, for a person.
package enum MeterText {
  package static func page(_ summary: MeterSummary, style: TextStyle) -> String {
    let reading = summary.reading
    let dot = style.glyph(" · ", ", ")
    var rows: [(String, String)] = []
    let models = reading.models.isEmpty ? "" : " of " + reading.models.joined(separator: ", ")
    let window = reading.windowSeconds.map { " in \(Amounts.seconds($0))" } ?? ""
    rows.append(("Requests", "\(Amounts.count(Double(reading.requests)))\(models)\(window)"))
    var tokens =
      "\(Amounts.count(Double(reading.inputTokens))) read, \(Amounts.count(Double(reading.outputTokens))) written"
    if let seconds = reading.windowSeconds, seconds > 0 {
      tokens += "\(dot)\(Amounts.short(Double(reading.outputTokens) / seconds)) tok/s written over all"
    }
    rows.append(("Tokens", tokens))
    for (name, times) in [("Latency", reading.latency), ("First token", reading.firstToken), ("Queue", reading.wait)] {
      guard let times else { continue }
      rows.append(
        (
          name,
          "half within \(Amounts.seconds(times.p50)), 95 % within \(Amounts.seconds(times.p95)), "
            + "99 % within \(Amounts.seconds(times.p99))"
        ))
    }
    if let utilisation = reading.utilisation { rows.append(("Busy", "\(Amounts.percent(utilisation)) of the time")) }
    if let cost = summary.cost {
      var text = "\(CostSentences.money(cost.total))\(dot)\(CostSentences.money(cost.perDay)) a day"
      if let amount = cost.perRequest { text += "\(dot)\(CostSentences.money(amount)) a request" }
      if let amount = cost.perMillionTokens { text += "\(dot)\(CostSentences.money(amount)) for a million tokens" }
      if summary.rate.basis == .power { text += "\(dot)the power of this machine alone (--hourly, --monthly)" }
      rows.append(("Cost", text))
    }
    if let power = summary.power { rows.append(("Power", sentence(power, dot: dot))) }
    for finding in summary.guardrails { rows.append(("Limit", sentence(finding))) }
    if !reading.broken.isEmpty {
      let first = reading.broken.prefix(3).map { "\($0.line) (\($0.reason))" }.joined(separator: ", ")
      rows.append(
        ("Not read", "\(reading.broken.count) \(reading.broken.count == 1 ? "line" : "lines"): line \(first)"))
    }
    for gap in summary.gaps { rows.append(("Not known", "\(gap.subject): \(gap.reason)")) }
    return rows.map { name, value in
      style.bold(HardwareText.padded(name, 13)) + HardwareText.fitted(TextStyle.plain(value), indentation: 13, style)
        + "\n"
    }.joined()
  }

  private static func sentence(_ power: MeterPower, dot: String) -> String {
    let devices = power.devices.map { "\($0.name) \(Amounts.short($0.watts)) W" }.joined(separator: ", ")
    var text = power.devices.count == 1 ? devices : "\(Amounts.short(power.watts)) W: \(devices)"
    if let joules = power.joulesPerRequest { text += "\(dot)\(Amounts.short(joules)) J a request" }
    if let joules = power.joulesPerOutputToken { text += "\(dot)\(Amounts.short(joules)) J a token written" }
    if let cost = power.cost { text += "\(dot)\(CostSentences.money(cost.perDay)) of electricity a day" }
    return text
  }

  /// How a limit stands.
  package static func sentence(_ finding: Guardrail.Finding) -> String {
    let isMoney = finding.subject == .costPerDay
    func text(_ value: Double) -> String { isMoney ? Amounts.money(value) + " a day" : Amounts.seconds(value) }
    let name = isMoney ? "cost" : "queue, 95 %"
    guard let value = finding.value else {
      return "\(name): not known, so the limit of \(text(finding.limit)) is not kept watch on"
    }
    guard let passed = finding.passed else { return "\(name): \(text(value)), within \(text(finding.limit))" }
    return "\(name): \(text(value)), above the \(passed.rawValue) limit of \(text(finding.limit))"
  }
}
