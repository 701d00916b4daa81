import Documents
import Options
import Ranking

/// What is asked of a fleet.
package struct FleetOptions: ParsableArguments {
  @Option("name", help: "Only the models for this use case. Default: all.", section: "Choice")
  package var useCase: UseCaseArgument = .all

  @Option("kind", help: "Licences: any, open ones, or those that allow commercial use.", section: "Choice")
  package var license: Wishes.LicenseGate = .any

  @Option(
    "n", help: "How many models to list for each use case.", section: "Choice",
    check: { (1...1000).contains($0) ? nil : "a number from 1 to 1000" })
  package var limit: Int = 1

  @Option(
    "file", help: "What is to be served, in TOML (docs/fleet.md): says which host serves what, and what is missing.",
    section: "Assignment", completes: .files)
  package var want: String?

  @Option(
    "s", help: "How long the best assignment is searched, in seconds. Default: 10.", section: "Assignment",
    check: { (0.1...3600).contains($0.value) ? nil : "a number from 0.1 to 3600" })
  package var timeLimit: PositiveNumber?

  @Option(
    "file", help: "Write the fleet for Prometheus's text-file collector.", section: "Output", completes: .files)
  package var prometheus: String?

  package init() {}
}
