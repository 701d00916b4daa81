import Base

/// One thing that is missing on a machine.
package struct DoctorFinding: Sendable, Equatable {
  /// How much it matters.
  package enum Severity: String, Sendable, CaseIterable {
    /// A part of the answer is missing.
    case problem
    /// Answers are less sure, or a part of the machine is not used.
    case warning
    /// Answers are right, and could be better.
    case note
  }

  /// What it is about, as in `gaps`.
  package var subject: String
  package var severity: Severity
  /// What is missing and what that costs, in one sentence.
  package var text: String
  /// The one command that mends it, or nil where none does.
  package var remedy: String?

  package init(subject: String, severity: Severity, text: String, remedy: String?) {
    (self.subject, self.severity, self.text, self.remedy) = (subject, severity, text, remedy)
  }
}

extension Contract {
  package static let doctor = Document<[DoctorFinding]>(
    "doctor", command: "plimsoll doctor", rows: "findings",
    columns: ["severity": "severity", "subject": "subject", "what": "text", "remedy": "remedy"]
  ) {
    Field("findings", .list(Tables.doctorFinding.codec), "What is missing, what matters most first.") { $0 }
  }
}

extension Tables {
  static let doctorFinding = Table<DoctorFinding>("doctor_finding", "Something that is missing on the machine.") {
    Field("subject", .text, "What it is about, as in `gaps`.") { $0.subject }
    Field("severity", .word, "How much it matters.") { $0.severity }
    Field("text", .text, "What is missing and what that costs.") { $0.text }
    Field("remedy", optional: .text, "The one command that mends it; null where none does.") { $0.remedy }
  }
}
