/// What is missing on a machine, for a person.
package enum DoctorText {
  package static func page(_ findings: [DoctorFinding], style: TextStyle) -> String {
    guard !findings.isEmpty else { return "Nothing is missing.\n" }
    return findings.map { finding in
      let severity = HardwareText.padded(finding.severity.rawValue, column)
      let remedy = finding.remedy.map { "\n" + HardwareText.padded("", column) + style.dim($0) } ?? ""
      let text = HardwareText.fitted(TextStyle.plain(finding.text), indentation: column, style)
      return style.color(severity, color(finding.severity)) + text + remedy + "\n"
    }.joined()
  }

  private static let column = 9

  private static func color(_ severity: DoctorFinding.Severity) -> TextStyle.Color {
    switch severity {
    case .problem: .red
    case .warning: .yellow
    case .note: .gray
    }
  }
}
