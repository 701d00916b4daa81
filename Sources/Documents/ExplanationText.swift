import Base
import Memory

/// The sums behind a row, for a person.
package enum ExplanationText {
  package static func page(_ fit: Fit, _ explanation: Explanation, style: TextStyle) -> String {
    var text = "\n" + style.bold(fit.quantization) + "\n"
    for section in ExplanationSection.all(fit, explanation) {
      text += "  " + section.title + "\n"
      let labels = section.lines.map(\.label.count).max() ?? 0
      let sizes = section.lines.map { ByteSize.text($0.bytes).count }.max() ?? 0
      for line in section.lines {
        let label = line.label + String(repeating: " ", count: labels - line.label.count)
        let size = ByteSize.text(line.bytes)
        text += "    \(label)  " + String(repeating: " ", count: sizes - size.count) + size
        text += wrapped(line.sum, indent: 8 + labels + sizes) + "\n"
      }
    }
    return text
  }

  /// The sum after its figure, continued below at the same column when it is long.
  private static func wrapped(_ sum: String, indent: Int) -> String {
    "  " + WordWrap.hanging(sum, indentation: indent, width: max(80 - indent, 24))
  }
}
