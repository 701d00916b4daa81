import Base

extension LinePlot {
  private static let size = (width: 720.0, height: 420.0)
  private static let frame = (left: 90.0, right: 20.0, top: 40.0, bottom: 60.0)
  /// Colours that people with any colour vision tell apart (Okabe and Ito).
  private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

  /// The plot as an SVG document.
  package var svg: String {
    let (right, top) = reach
    let (width, height) = Self.size
    let frame = Self.frame
    func x(_ value: Double) -> String {
      number(frame.left + value / right * (width - frame.left - frame.right))
    }
    func y(_ value: Double) -> String {
      number(height - frame.bottom - value / top * (height - frame.top - frame.bottom))
    }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(width)) \(number(height))\" "
        + "font-family=\"sans-serif\" font-size=\"12\">",
      "<title>\(Self.escaped(title))</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
      label(title, x: number(width / 2), y: "22", anchor: "middle", extra: " font-size=\"15\""),
    ]
    for step in 0...4 {
      let share = Double(step) / 4
      parts.append(
        "<path d=\"M\(x(0)) \(y(top * share))H\(x(right))\" stroke=\"#ddd\"/>"
          + label(yText(top * share), x: number(frame.left - 6), y: y(top * share), anchor: "end")
          + label(xText(right * share), x: x(right * share), y: number(height - frame.bottom + 18), anchor: "middle"))
    }
    for mark in marks where mark.x <= right {
      parts.append(
        "<path d=\"M\(x(mark.x)) \(y(0))V\(y(top))\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>"
          + label(mark.name, x: x(mark.x), y: number(frame.top - 4), anchor: "middle"))
    }
    for (index, line) in lines.enumerated() {
      let color = Self.colors[index % Self.colors.count]
      let points = line.points.map { "\(x($0.x)),\(y($0.y))" }.joined(separator: " ")
      parts.append("<polyline points=\"\(points)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>")
      parts.append(
        label(
          line.name, x: number(frame.left + 10), y: number(frame.top + 16 + Double(index) * 16), anchor: "start",
          extra: " fill=\"\(color)\""))
    }
    parts.append(label(xName, x: number(width / 2), y: number(height - 14), anchor: "middle"))
    parts.append(
      label(
        yName, x: "16", y: number(height / 2), anchor: "middle",
        extra: " transform=\"rotate(-90 16 \(number(height / 2)))\""))
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }

  private func label(_ text: String, x: String, y: String, anchor: String, extra: String = "") -> String {
    "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\"\(extra)>\(Self.escaped(text))</text>"
  }

  private func number(_ value: Double) -> String { ByteSize.decimal(value, places: 1) }

  private static func escaped(_ text: String) -> String {
    TextStyle.plain(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
