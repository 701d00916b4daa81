import Base
import Memory
import Models
import Ranking

/// The ranked answer for a person.
package enum RecommendationText {
  /// The top picks with their load lines and the one command to run.
  ///
  /// With `lines` the last picks are left out that would make the text longer; the first never is.
  package static func picks(
    _ answer: Recommendation, commands: [RunCommand], lines: Int? = nil, style: TextStyle
  ) -> String {
    guard !answer.picks.isEmpty else { return nothing(answer, style: style) }
    let end = ending(answer, commands: commands, style: style)
    var room = lines.map { $0 - lineCount(end) }
    var text = ""
    for (pick, command) in zip(answer.picks, commands) {
      let next = self.pick(pick, command, style: style) + "\n"
      room = room.map { $0 - lineCount(next) }
      if let room, room < 0, !text.isEmpty { break }
      text += next
    }
    return text + end
  }

  /// For how many people the picks are, on a line of its own; empty for one.
  package static func people(_ wishes: Wishes, style: TextStyle) -> String {
    guard wishes.users > 1 else { return "" }
    let text = "For \(wishes.users) people who ask at once: speeds and waits are what each of them sees."
    return HardwareText.fitted(text, indentation: 0, style) + "\n\n"
  }

  private static func lineCount(_ text: String) -> Int { text.utf8.count { $0 == 0x0A } }

  /// What stands below the picks.
  private static func ending(_ answer: Recommendation, commands: [RunCommand], style: TextStyle) -> String {
    var text = legend(answer, style: style)
    if let first = commands.first, let line = first.first {
      text += "\nRun the first:  " + style.bold(line) + "\n"
      if line == first.ollama { text += first.environmentText.map { "                (\($0))\n" } ?? "" }
    }
    return text
  }

  /// The long form: reasons, warnings and near misses too.
  package static func list(_ answer: Recommendation, commands: [RunCommand], style: TextStyle) -> String {
    guard !answer.picks.isEmpty else { return nothing(answer, style: style) }
    var text = ""
    for (pick, command) in zip(answer.picks, commands) { text += full(pick, command, style: style) + "\n" }
    text += legend(answer, style: style)
    return text + misses(answer, style: style)
  }

  /// A pick with its reasons, warnings and commands.
  package static func full(_ pick: Pick, _ command: RunCommand, style: TextStyle) -> String {
    var text = self.pick(pick, command, style: style)
    for reason in pick.reasons { text += "     " + HardwareText.fitted(reason, indentation: 5, style) + "\n" }
    for warning in pick.warnings + command.warnings {
      text += "     " + style.color("warning: ", .yellow) + HardwareText.fitted(warning, indentation: 14, style) + "\n"
    }
    if !pick.alsoIDs.isEmpty {
      text += "     also: " + HardwareText.fitted(pick.alsoIDs.joined(separator: ", "), indentation: 11, style) + "\n"
    }
    for line in command.lines { text += "     $ " + typed(line, indentation: 7, style) + "\n" }
    if let environment = command.environmentText {
      text += "       " + HardwareText.fitted(environment, indentation: 7, style) + "\n"
    }
    return text
  }

  private static func legend(_ answer: Recommendation, style: TextStyle) -> String {
    let legend = "  \(LoadLine.legend(style: style))  \(style.glyph("◆", "*")) none is better and faster\n"
    guard let memory = answer.picks.lazy.compactMap({ UnmeasuredText.assumedMemory($0.speed) }).first else {
      return legend
    }
    return legend + "  " + HardwareText.fitted(UnmeasuredText.words(.memory(memory)), indentation: 2, style) + "\n"
  }

  private static func pick(_ pick: Pick, _ command: RunCommand, style: TextStyle) -> String {
    let mark = pick.isOnParetoFront ? " " + style.glyph("◆", "*") : ""
    let plainName = TextStyle.plain(pick.model.name)
    var text = "\(HardwareText.padded("\(pick.rank).", 3))\(style.bold(plainName)) \(pick.fit.quantization)\(mark)"
    if let label = pick.labelText {
      let width = 3 + plainName.count + 1 + pick.fit.quantization.count + mark.count + 2 + label.count
      text += (width > style.width ? "\n     " : "  ") + style.color(label, .green)
    }
    text += "\n     " + facts(pick, style: style).joined(separator: " · ") + "\n"
    for share in pick.fit.placement.devices {
      let width = max(16, min(48, style.width - 42))
      text += "     \(LoadLine.bar(share, width: width, style: style)) "
      text += "\(ByteSize.text(share.bytes)) of \(ByteSize.text(share.budgetBytes)) "
      text += (share.id == "cpu" ? "RAM" : "VRAM") + "\n"
    }
    for note in pick.fit.notes where note.isOfIdleCards {
      text += "     " + HardwareText.fitted(note.text, indentation: 5, style) + "\n"
    }
    return text
  }

  /// An embedding model writes nothing: what it reads per second is its speed.
  private static func facts(_ pick: Pick, style: TextStyle) -> [String] {
    let quality = "quality \(ByteSize.decimal(pick.utility.quality, places: 0))"
    let wait = Amounts.seconds(pick.speed.timeToFirstTokenSeconds.estimate)
    if pick.model.capabilities.contains(.embedding) {
      return [
        "reads \(Amounts.band(pick.speed.prefillTokensPerSecond, unit: "tok/s", style: style))",
        "\(pick.fit.workload.promptTokens) tokens in \(wait)", quality,
      ]
    }
    return [
      Amounts.band(pick.speed.decodeTokensPerSecond, unit: "tok/s", style: style), "first token \(wait)", quality,
    ]
  }

  /// A command over several lines where the page is narrow, in a form that a shell takes.
  private static func typed(_ command: String, indentation: Int, _ style: TextStyle) -> String {
    guard command.count + indentation > style.width else { return command }
    var narrow = style
    narrow.width -= 2
    return HardwareText.fitted(command, indentation: indentation, narrow).split(separator: "\n")
      .joined(separator: " \\\n")
  }

  private static func nothing(_ answer: Recommendation, style: TextStyle) -> String {
    "No model passes the gates on this machine.\n" + misses(answer, style: style)
  }

  private static func misses(_ answer: Recommendation, style: TextStyle) -> String {
    guard !answer.nearest.isEmpty else { return "" }
    var text = "\n" + style.bold("Near misses") + "\n"
    for miss in answer.nearest {
      let name = TextStyle.plain("\(miss.model.name) \(miss.quantization)")
      text += "  " + (name.last == " " ? String(name.dropLast()) : name) + "\n"
      text += "     " + HardwareText.fitted(TextStyle.plain(miss.brief), indentation: 5, style) + "\n"
    }
    return text
  }
}
