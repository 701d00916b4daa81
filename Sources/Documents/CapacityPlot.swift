import Base
import Models
import Serving

/// Throughput and wait over the number of people who all wait at once, for the best row.
package enum CapacityPlot {
  // MARK: For a terminal

  /// A line for each number of people: bars for what is written and for how long the first token takes.
  static func text(_ answer: CapacityAnswer, style: TextStyle) -> String? {
    guard let curve = curve(answer), curve.count > 1, style.width >= 60 else { return nil }
    let space = max(8, min(24, (style.width - 44) / 2))
    let most = curve.map(\.outputTokensPerSecond).max() ?? 1
    let longest = curve.map(\.timeToFirstTokenSeconds).max() ?? 1
    var text = style.dim(
      cell("at once", 7) + "  " + padded("total t/s", space + 7) + "  " + cell("each", 5) + "  first token, worst in 20"
    )
    text += "\n"
    for point in curve {
      let (written, wait) = (point.outputTokensPerSecond, point.timeToFirstTokenSeconds)
      text += cell(String(point.people), 7) + "  "
      text += padded(bar(written / most, space, style), space) + cell(Amounts.short(written), 7) + "  "
      text += cell(Amounts.short(point.tokensPerSecondPerUser), 5) + "  "
      text += bar(wait / longest, space, style) + " " + Amounts.seconds(wait) + "\n"
    }
    return text
  }

  private static func curve(_ answer: CapacityAnswer) -> [LoadPoint]? { answer.rows.first?.load?.model.curve }

  private static func bar(_ share: Double, _ width: Int, _ style: TextStyle) -> String {
    let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
    guard style.usesUnicode else { return String(repeating: "#", count: max(1, eighths / 8)) }
    let whole = String(repeating: "█", count: eighths / 8)
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return whole + rest == "" ? "▏" : whole + rest
  }

  private static func cell(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  // MARK: As a picture

  private static let size = (width: 760.0, height: 420.0)
  private static let frame = (left: 80.0, right: 680.0, top: 60.0, bottom: 350.0)

  /// An SVG of both curves over the number of people, twice as many at each step; nil where nothing runs.
  package static func svg(_ answer: CapacityAnswer) -> String? {
    guard let curve = curve(answer), let row = answer.rows.first else { return nil }
    let most = rounded(curve.map(\.outputTokensPerSecond).max() ?? 1)
    let longest = rounded(curve.map(\.timeToFirstTokenSeconds).max() ?? 1)
    let title = "\(answer.model.name): \(row.engine.name) with \(row.checkpoint.label)"
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(size.width)) \(Int(size.height))" \
      font-family="sans-serif" font-size="13">
      <rect width="100%" height="100%" fill="white"/>
      \(label(escaped(title), frame.left, 28, size: 16))
      \(label("tokens per second in total", frame.left, 48, fill: Self.blue))
      \(label("seconds to the first token, one in twenty above", frame.right, 48, anchor: "end", fill: Self.red))

      """
    for step in 0...4 {
      let share = Double(step) / 4
      let y = frame.bottom - share * (frame.bottom - frame.top)
      svg += "<line x1=\"\(number(frame.left))\" y1=\"\(number(y))\" x2=\"\(number(frame.right))\" y2=\"\(number(y))\" "
      svg += "stroke=\"#ddd\"/>\n"
      svg += label(Amounts.short(most * share), frame.left - 8, y + 4, anchor: "end", fill: blue) + "\n"
      svg += label(Amounts.short(longest * share), frame.right + 8, y + 4, fill: red) + "\n"
    }
    for (index, point) in curve.enumerated() {
      svg += label(String(point.people), x(index, curve.count), frame.bottom + 20, anchor: "middle") + "\n"
    }
    svg += label("people who all wait at once", (frame.left + frame.right) / 2, frame.bottom + 44, anchor: "middle")
    svg += "\n" + line(curve.map { $0.outputTokensPerSecond / most }, blue)
    svg += line(curve.map { $0.timeToFirstTokenSeconds / longest }, red)
    return svg + "</svg>\n"
  }

  private static let (blue, red) = ("#1f5fa8", "#b5402a")

  private static func x(_ index: Int, _ count: Int) -> Double {
    frame.left + (frame.right - frame.left) * Double(index) / Double(max(1, count - 1))
  }

  private static func line(_ shares: [Double], _ color: String) -> String {
    let points = shares.enumerated().map { index, share in
      number(x(index, shares.count)) + "," + number(frame.bottom - min(share, 1) * (frame.bottom - frame.top))
    }
    return
      "<polyline fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\" points=\"\(points.joined(separator: " "))\"/>\n"
  }

  private static func label(
    _ text: String, _ x: Double, _ y: Double, anchor: String = "start", fill: String = "#222", size: Int = 13
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" fill=\"\(fill)\" font-size=\"\(size)\">"
      + text + "</text>"
  }

  /// The next of 1, 2 and 5 with zeros.
  private static func rounded(_ value: Double) -> Double {
    var unit = 1e-6
    while unit * 10 <= value, unit < 1e15 { unit *= 10 }
    return [1.0, 2, 5, 10].map { $0 * unit }.first { $0 >= value } ?? value
  }

  private static func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }

  private static func escaped(_ text: String) -> String {
    TextStyle.plain(text).reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
