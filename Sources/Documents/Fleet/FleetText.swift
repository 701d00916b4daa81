import Base
import Fleet
import Models
import Ranking

/// A fleet, for a person.
package enum FleetText {
  package static func page(_ answer: FleetAnswer, style: TextStyle) -> String {
    let classes = answer.inventory.classes
    let hosts = FleetSentences.count(answer.inventory.hostCount, "host")
    let kinds = classes.count == 1 ? "1 class" : "\(classes.count) classes"
    return style.bold("plimsoll") + "  \(hosts) in \(kinds)\n\n" + inventory(classes, style) + odd(classes, style)
      + carries(answer, style) + (answer.assignment.map { AssignmentText.section($0, style: style) } ?? "")
      + SpanText.section(answer, style: style) + skipped(answer.skipped, style)
  }

  private static func inventory(_ classes: [MachineClass], _ style: TextStyle) -> String {
    var table = TextTable([
      .init("class"), .init("hosts", .right), .init("memory", .right), .init("cards"),
      .init("processor", leavesFirst: 1),
    ])
    for kind in classes {
      let memory = kind.machine.memory.totalBytes.value.map { ByteSize.text($0) } ?? "–"
      table.rows.append([
        short(kind.fingerprint), "\(kind.hosts.count)", memory, TextStyle.plain(FleetSentences.cards(kind.machine)),
        TextStyle.plain(FleetSentences.processor(kind.machine)),
      ])
    }
    return table.text(style: style)
  }

  private static func odd(_ classes: [MachineClass], _ style: TextStyle) -> String {
    let lines = classes.flatMap { kind in
      kind.oddities.map { oddity in
        let whole = oddity.hosts.count == kind.hosts.count && kind.hosts.count > 1
        let hosts = whole ? "all of \(short(kind.fingerprint))" : FleetSentences.names(oddity.hosts)
        return item("\(hosts): \(TextStyle.plain(FleetSentences.text(oddity.finding)))", style)
      }
    }
    return lines.isEmpty ? "" : "\n" + style.bold("What is odd") + "\n" + lines.joined()
  }

  private static func carries(_ answer: FleetAnswer, _ style: TextStyle) -> String {
    guard !answer.carries.isEmpty else { return "" }
    var table = TextTable([
      .init("class"), .init("for"), .init("model"), .init("quant"), .init("quality", .right, leavesFirst: 2),
      .init("tok/s", .right), .init("memory", .right, leavesFirst: 1),
    ])
    for carried in answer.carries {
      guard !carried.picks.isEmpty else {
        table.rows.append([short(carried.fingerprint), carried.useCase.rawValue, "nothing passes"])
        continue
      }
      for model in carried.picks.map({ pick in
        CarriedModel(fingerprint: carried.fingerprint, useCase: carried.useCase, pick: pick)
      }) {
        table.rows.append([
          short(model.fingerprint), model.useCase.rawValue, TextStyle.plain(model.pick.model.name),
          model.pick.fit.quantization, ByteSize.decimal(model.pick.utility.quality, places: 0),
          Amounts.short(model.speed.estimate), ByteSize.text(model.pick.fit.memory.totalBytes),
        ])
      }
    }
    return "\n" + style.bold("What each host carries") + "\n" + table.text(style: style)
  }

  private static func skipped(_ skipped: [FleetAnswer.Skipped], _ style: TextStyle) -> String {
    guard !skipped.isEmpty else { return "" }
    // Each was named when it was read, and all stand in the document.
    let shown = skipped.prefix(8)
    var lines = shown.map { item(TextStyle.plain($0.reason), style) }
    if skipped.count > shown.count { lines.append(item("and \(skipped.count - shown.count) more", style)) }
    return "\n" + style.bold("Not read") + "\n" + lines.joined()
  }

  static func item(_ text: String, _ style: TextStyle) -> String {
    "  " + style.glyph("·", "-") + " " + HardwareText.fitted(text, indentation: 4, style) + "\n"
  }

  /// As much of a fingerprint as tells classes apart.
  static func short(_ fingerprint: String) -> String { String(fingerprint.prefix(6)) }
}
