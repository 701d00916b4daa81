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
    "file", help: "Write the fleet for Prometheus's text-file collector.", section: "Output", completes: .files)
  package var prometheus: String?

  package init() {}
}
