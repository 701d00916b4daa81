import Base
import Documents
import Options

/// A command of plimsoll: it reads, computes and reports, and says how it ended.
protocol PlimsollCommand: ParsableCommand {
  /// What every command can be told about its output.
  var outputOptions: OutputOptions { get }

  /// In which forms it can answer.
  static var forms: [DocumentFormat] { get }

  /// Does the work; a `Failure` becomes a message and an exit code in `Program`.
  func run(_ surroundings: Surroundings) throws -> ExitCode
}

extension PlimsollCommand {
  static var forms: [DocumentFormat] { DocumentFormat.allCases }

  /// Refuses a form in which the command cannot answer, before it does anything.
  func checkForm(among forms: [DocumentFormat] = Self.forms) throws {
    let form = outputOptions.form
    guard !forms.contains(form) else { return }
    throw Failure(
      .usage, "'--format \(form.rawValue)': here there is no \(form == .sarif ? "policy's verdict" : "table") to print",
      hint: "one of: \(forms.map(\.rawValue).joined(separator: ", "))")
  }
}
