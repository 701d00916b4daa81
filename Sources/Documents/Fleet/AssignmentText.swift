import Base
import Fleet

/// An assignment, for a person.
enum AssignmentText {
  /// Lines of hosts that serve alike are one.
  private struct Line {
    var share: Assignment.Share
    var hosts: [String]
  }

  static func section(_ assignment: Assignment, style: TextStyle) -> String {
    var table = TextTable([
      .init("want"), .init("model"), .init("with"), .init("hosts"), .init("each", .right), .init("load", .right),
    ])
    for line in lines(assignment.shares) {
      let share = line.share
      let cards = share.row.split.gpus
      table.rows.append([
        TextStyle.plain(share.want.name), TextStyle.plain(share.model.name),
        "\(share.row.engine.rawValue) \(share.row.checkpoint.label)"
          + (cards > 0 ? " on \(FleetSentences.count(cards, "card"))" : ""),
        FleetSentences.names(line.hosts, most: 2), "\(share.replicas)",
        Amounts.percent(share.served / max(share.capacity, 1e-12)),
      ])
    }
    var text = "\n" + style.bold("Who serves what") + "\n"
    if !table.rows.isEmpty { text += table.text(style: style) }
    for unmet in assignment.unmet {
      let purchase =
        unmet.purchase.map { "buy \(AssignmentSentences.purchase($0))" }
        ?? (unmet.model == nil ? "name a model or a quality to find hardware for" : "nothing known serves the rest")
      let model = unmet.model.map { " (\($0.name))" } ?? ""
      text += FleetText.item(
        TextStyle.plain("\(unmet.want.name)\(model): \(AssignmentSentences.reason(unmet)); \(purchase)"), style)
    }
    let spare = assignment.spareHosts
    if !spare.isEmpty {
      text += FleetText.item(
        "\(FleetSentences.count(spare.count, "host")) spare: \(FleetSentences.names(spare))", style)
    }
    return text + FleetText.item(AssignmentSentences.search(assignment.search), style)
  }

  private static func lines(_ shares: [Assignment.Share]) -> [Line] {
    var lines: [Line] = []
    for share in shares {
      if let last = lines.last?.share, last.want.name == share.want.name, last.fingerprint == share.fingerprint,
        last.replicas == share.replicas, last.row.split == share.row.split, last.model.id == share.model.id
      {
        lines[lines.count - 1].hosts.append(share.host)
      } else {
        lines.append(Line(share: share, hosts: [share.host]))
      }
    }
    return lines
  }
}
