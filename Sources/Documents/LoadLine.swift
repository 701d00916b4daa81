import Base
import Memory

/// The load line: a bar of weights, cache and buffers against the budget, with the headroom left free.
enum LoadLine {
  /// A bar of `width` characters for one share of a placement.
  static func bar(_ share: DeviceShare, width: Int, style: TextStyle) -> String {
    let budget = max(share.budgetBytes, share.bytes, 1)
    let parts: [(bytes: Int, unicode: String, ascii: String, color: TextStyle.Color)] = [
      (share.memory.weightsBytes, "█", "#", .blue),
      (share.memory.kvCacheBytes + share.memory.recurrentBytes, "▓", "=", .cyan),
      (share.memory.computeBytes + share.memory.overheadBytes, "▒", "-", .magenta),
    ]
    var (bar, filled, sum) = ("", 0, 0)
    for part in parts {
      sum += part.bytes
      let end = min(width, Int((Double(sum) / Double(budget) * Double(width)).rounded(.up)))
      guard part.bytes > 0, end > filled else { continue }
      bar += style.color(String(repeating: style.glyph(part.unicode, part.ascii), count: end - filled), part.color)
      filled = end
    }
    let rest = String(repeating: style.glyph("░", "."), count: max(0, width - filled))
    return bar + style.dim(rest)
  }

  /// What the marks mean, on one line.
  static func legend(style: TextStyle) -> String {
    let marks = [
      (style.color(style.glyph("█", "#"), .blue), "weights"), (style.color(style.glyph("▓", "="), .cyan), "KV cache"),
      (style.color(style.glyph("▒", "-"), .magenta), "compute"), (style.dim(style.glyph("░", ".")), "headroom"),
    ]
    return marks.map { "\($0.0) \($0.1)" }.joined(separator: "  ")
  }
}
