import Base
import Machines

/// Measurements for a person.
package enum BenchText {
  package static func page(_ measurements: Measurements, style: TextStyle) -> String {
    let cpu = measurements.cpu
    var text = style.bold("Memory read") + "\n"
    text += "  all \(cpu.threads) threads  \(rate(cpu.memoryReadBytesPerSecond, style))\n"
    text += "  one thread     \(rate(cpu.singleThreadReadBytesPerSecond, style))\n"
    for node in cpu.numaNodes {
      text += "  NUMA node \(node.id), \(node.threads) threads  \(rate(node.memoryReadBytesPerSecond, style))\n"
    }
    text += "\n"
    var table = TextTable([
      .init("kernel"), .init("phase"), .init("weights", .right), .init("GOP/s", .right), .init("low–high", .right),
    ])
    for kernel in cpu.kernels {
      let operations = kernel.operationsPerSecond
      table.rows.append([
        kernel.name, kernel.phase.rawValue, Amounts.rate(kernel.bytesPerSecond.median),
        ByteSize.decimal(operations.median / 1e9, places: 1),
        ByteSize.decimal(operations.low / 1e9, places: 1) + style.glyph("–", "-")
          + ByteSize.decimal(operations.high / 1e9, places: 1),
      ])
    }
    text += table.text(style: style)
    if !cpu.attention.isEmpty { text += "\n" + attention(cpu.attention, style) }
    text += "\nmeasured in \(Amounts.seconds(measurements.elapsedSeconds))"
    if cpu.isNoisy { text += ", noisy: the samples spread widely, so trust the figures less" }
    if let steal = cpu.stealShare, steal > 0.01 {
      text += "; \(ByteSize.decimal(steal * 100, places: 0)) % of the time went to other guests"
    }
    return text + "\n"
  }

  private static func attention(_ figures: [Measurements.Attention], _ style: TextStyle) -> String {
    var table = TextTable([
      .init("attention, heads of"), .init("sharing keys", .right), .init("million cells/s", .right),
      .init("low–high", .right),
    ])
    for figure in figures {
      let cells = figure.cellsPerSecond
      table.rows.append([
        "\(figure.headWidth)", "\(figure.sharingHeads)", ByteSize.decimal(cells.median / 1e6, places: 1),
        ByteSize.decimal(cells.low / 1e6, places: 1) + style.glyph("–", "-")
          + ByteSize.decimal(cells.high / 1e6, places: 1),
      ])
    }
    return table.text(style: style)
  }

  /// What it means that the machine was busy, on a line of its own; empty where it was not.
  package static func noise(_ measurements: Measurements?, style: TextStyle) -> String {
    guard let cpu = measurements?.cpu, cpu.isDisturbed else { return "" }
    let share = (cpu.waitShare ?? 0) + (cpu.stealShare ?? 0)
    let others = share >= 0.01 ? " (others had \(ByteSize.decimal(min(1, share) * 100, places: 0)) % of it)" : ""
    let text =
      "The machine was busy while it was measured\(others): speeds are less sure and have wider bands. "
      + "'plimsoll bench' measures again when it is quiet."
    return HardwareText.fitted(text, indentation: 0, style) + "\n"
  }

  private static func rate(_ spread: Spread, _ style: TextStyle) -> String {
    "\(Amounts.rate(spread.median)) (\(Amounts.rate(spread.low))\(style.glyph("–", "-"))\(Amounts.rate(spread.high)))"
  }
}
