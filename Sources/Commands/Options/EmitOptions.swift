import Economics
import Options

/// Where emitted files go, and what they name beside the model.
package struct EmitOptions: ParsableArguments {
  @Option("dir", help: "Write the files below this folder.", section: "Files", completes: .folders)
  package var out: String?

  @Flag(help: "Show what would change there, or here without --out, and write nothing.", section: "Files")
  package var diff: Bool

  @Flag(help: "Also replace files that somebody has changed.", section: "Files")
  package var force: Bool

  @Option(
    "url", help: "A server that runs the model already, such as http://10.0.0.5:8080/v1, for clients and gateways.",
    section: "Files")
  package var endpoint: String?

  package init() {}

  package func validate() throws(OptionProblem) {
    if force, diff { throw .conflict("--force", "--diff") }
  }
}
