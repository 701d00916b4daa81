import Base
import Machines
import Memory
import Models

/// One model in full for a person.
package enum FitText {
  /// The page; `recommended` is the row that is marked and shown in detail.
  package static func page(_ model: Model, rows: [FitRow], recommended: FitRow?, style: TextStyle) -> String {
    let name = TextStyle.plain(model.name)
    let facts = facts(model)
    let isShort = name.count + 2 + facts.count <= style.width
    var text = style.bold(name) + (isShort ? "  " : "\n") + HardwareText.fitted(facts, indentation: 0, style) + "\n\n"
    guard !rows.isEmpty else { return text + "No quantization of this model can be computed.\n" }
    var table = TextTable([
      .init("quant"), .init("bits", .right, leavesFirst: 4), .init("total", .right),
      .init("weights", .right, leavesFirst: 2), .init("KV", .right, leavesFirst: 1), .init("where"), .init("verdict"),
      .init("headroom", .right, leavesFirst: 3), .init("decode t/s", .right), .init("first token", .right),
    ])
    let marked = rows.count > 1 ? recommended?.fit.quantization : nil
    for row in rows {
      table.rows.append(cells(row, isMarked: row.fit.quantization == marked && !row.fit.isCheckpoint, style: style))
    }
    text += table.text(style: style)
    let refusals = rows.compactMap(\.refusal)
    if !refusals.isEmpty { text += "\n" }
    for refusal in refusals { text += "  " + HardwareText.fitted(refusal, indentation: 2, style) + "\n" }
    if let shown = recommended ?? rows.min(by: { $0.fit.memory.totalBytes < $1.fit.memory.totalBytes }) {
      text += detail(shown, style: style)
    }
    return text
  }

  private static func facts(_ model: Model) -> String {
    var parts: [String] = []
    if let parameters = model.parameters { parts.append(Amounts.parameters(parameters) + " parameters") }
    if let active = model.activeParameters, active != model.textParameters, active != model.parameters {
      parts.append(Amounts.parameters(active) + " active")
    }
    parts.append("context up to \(Amounts.tokens(model.contextMaximum))")
    parts.append(model.license.map { "licence \($0)" } ?? "licence unknown")
    return parts.joined(separator: " · ")
  }

  private static func cells(_ row: FitRow, isMarked: Bool, style: TextStyle) -> [String] {
    let fit = row.fit
    let speed = row.speed?.decodeTokensPerSecond
    return [
      name(fit) + (isMarked ? " " + style.glyph("◂", "<") : ""), ByteSize.decimal(fit.bitsPerWeight, places: 2),
      ByteSize.text(fit.memory.totalBytes),
      ByteSize.text(fit.memory.weightsBytes), ByteSize.text(fit.memory.kvCacheBytes + fit.memory.recurrentBytes),
      place(fit.placement), fit.verdict.rawValue, ByteSize.text(fit.headroomBytes),
      speed.map { Amounts.short($0.low) + style.glyph("–", "-") + Amounts.short($0.high) } ?? "-",
      row.speed.map { Amounts.seconds($0.timeToFirstTokenSeconds.estimate) } ?? "-",
    ]
  }

  /// The quantization; of a checkpoint with what runs it, for some formats are had both ways.
  private static func name(_ fit: Fit) -> String { fit.quantization + (fit.isCheckpoint ? " vLLM" : "") }

  static func place(_ placement: Placement) -> String {
    switch placement.mode {
    case .partialOffload: "\(placement.gpuLayers) layers on GPU"
    case .expertOffload: "experts in RAM"
    case .multiGPU: "\(placement.accelerators.count) GPUs"
    case .gpu: "GPU"
    case .cpu: "CPU"
    case .none: "nowhere"
    }
  }

  private static func detail(_ row: FitRow, style: TextStyle) -> String {
    var text = "\n" + style.bold("\(name(row.fit)) in detail") + "\n"
    for share in row.fit.placement.devices {
      let name = share.id == "cpu" ? "memory" : share.id
      text +=
        "  \(HardwareText.padded(name, 14)) \(LoadLine.bar(share, width: max(20, style.width - 52), style: style))"
      text += "  \(ByteSize.text(share.bytes)) of \(ByteSize.text(share.budgetBytes))\n"
    }
    text += "  " + LoadLine.legend(style: style) + "\n"
    if let speed = row.speed {
      text +=
        "  decode   \(Amounts.band(speed.decodeTokensPerSecond, unit: "tok/s", style: style)), \(speed.basis.rawValue)\n"
      text += "  prefill  \(Amounts.band(speed.prefillTokensPerSecond, unit: "tok/s", style: style))\n"
      if !speed.unmeasured.isEmpty {
        text += "  \(HardwareText.fitted(UnmeasuredText.sentence(speed), indentation: 2, style))\n"
      }
    }
    if let largest = row.fit.largestContext {
      text += "  largest context that fits: \(Amounts.tokens(largest)) tokens\n"
    }
    for note in row.notes { text += "  note: " + HardwareText.fitted(note, indentation: 8, style) + "\n" }
    for warning in row.command.warnings {
      text += "  note: " + HardwareText.fitted(warning, indentation: 8, style) + "\n"
    }
    for (index, line) in row.command.lines.enumerated() {
      text += index == 0 ? "\n  \(style.bold(line))\n" : "  \(line)\n"
    }
    if let environment = row.command.environmentText { text += "  \(environment)\n" }
    return text
  }
}
