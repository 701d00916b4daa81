import Documents
import Options

/// How the answer is printed.
package struct OutputOptions: ParsableArguments {
  // With names of their own, which need not be looked up (see `DeclaredProperties`).

  @Option(
    names: ["--format"], "form",
    help: "Form of the answer: text, or a JSON document, CSV rows or Markdown tables alone.", section: "Output",
    isLocal: true)
  package var format: DocumentFormat = .text

  @Flag(names: ["--json"], help: "The same as --format json.", section: "Output", isLocal: true)
  package var json: Bool

  @Option(
    names: ["--color"], "when", help: "Colour: on a terminal only, always, never.", section: "Output", isLocal: true)
  package var color: ColorChoice = .auto

  @Flag(
    names: ["--verbose"], help: "Say more: sources, assumptions, what was skipped.", section: "Output", isLocal: true)
  package var verbose: Bool

  @Flag(
    names: ["--quiet"], help: "Print no messages on standard error but errors.", section: "Output", isLocal: true)
  package var quiet: Bool

  package init() {}

  /// The form that is meant, however it was spelled.
  var form: DocumentFormat { json ? .json : format }

  package func validate() throws(OptionProblem) {
    if verbose, quiet { throw .conflict("--verbose", "--quiet") }
    if json, format != .json, format != .text { throw .conflict("--json", "--format \(format.rawValue)") }
  }
}

extension DocumentFormat: ArgumentValue {}

/// When to use colour.
package enum ColorChoice: String, CaseIterable, ArgumentValue { case auto, always, never }
