import Base
import Fleet

/// Models over several hosts, for a person.
enum SpanText {
  static func section(_ answer: FleetAnswer, style: TextStyle) -> String {
    guard let link = answer.link else { return "" }
    let title = "\n" + style.bold("Over several hosts") + " (\(SpanSentences.link(link)))\n"
    let spans = answer.describedSpans
    guard !spans.isEmpty else {
      return title + FleetText.item("No model is known that several of these hosts hold and one alone does not.", style)
    }
    var table = TextTable([
      .init("model"), .init("with"), .init("split"), .init("hosts", .right, leavesFirst: 3), .init("tok/s", .right),
      .init("network", .right), .init("first", .right, leavesFirst: 1), .init("quality", .right, leavesFirst: 2),
      .init("worth it"),
    ])
    for described in spans {
      let span = described.span
      table.rows.append([
        TextStyle.plain(span.model.name),
        "\(span.engine.rawValue) \(span.checkpoint.label)", SpanSentences.method(span.method), "\(span.parts.count)",
        span.tokensPerSecond.map { Amounts.short($0.estimate) } ?? "–",
        span.networkShare.map(Amounts.percent) ?? "–",
        span.timeToFirstTokenSeconds.map { Amounts.seconds($0.estimate) } ?? "–",
        span.utility.map { ByteSize.decimal($0.quality, places: 0) } ?? "–", worth(span),
      ])
    }
    return title + table.text(style: style) + details(spans, style)
  }

  private static func worth(_ span: Span) -> String {
    switch span.judgement?.reason {
    case .doesNotFit: "too large"
    case .unknownSpeed, nil: "–"
    default: span.judgement?.isWorthIt == true ? "yes" : "no"
    }
  }

  /// For each model of the best way: why, what each host takes, and what to type.
  private static func details(_ spans: [DescribedSpan], _ style: TextStyle) -> String {
    var (text, seen): (String, Set<String>) = ("", [])
    for described in spans where seen.insert(described.span.model.id).inserted {
      let span = described.span
      text += FleetText.item(TextStyle.plain("\(span.model.name): \(SpanSentences.reason(span))"), style)
      for part in span.parts {
        let layers = FleetSentences.count(part.layers, "layer")
        let memory = "\(ByteSize.text(part.memory.totalBytes)) of \(ByteSize.text(part.budgetBytes))"
        text += FleetText.item(
          TextStyle.plain("\(part.host): \(layers), \(memory)\(part.isHead ? ", head" : "")"), style)
      }
      guard span.verdict != .tooLarge else { continue }
      for line in SpanCommands.lines(span, machines: described.machines) {
        text += "    \(TextStyle.plain(line.host))$ \(ShellWord.line(line.words))\n"
      }
    }
    return text
  }
}
