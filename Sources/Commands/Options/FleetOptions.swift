import Documents
import Fleet
import Options
import Ranking

/// What is asked of a fleet.
struct FleetOptions: ParsableArguments {
  @Option("name", help: "Only the models for this use case.", section: "Choice")
  var useCase: UseCaseArgument = .all

  @Option("kind", help: "Licences: any, open ones, or those that allow commercial use.", section: "Choice")
  var license: Wishes.LicenseGate = .any

  @Option(
    "n", help: "How many models to list for each use case.", section: "Choice",
    check: { (1...1000).contains($0) ? nil : "a number from 1 to 1000" })
  var limit: Int = 1

  @Option(
    "file", help: "What is to be served, in TOML (docs/fleet.md): says which host serves what, and what is missing.",
    section: "Assignment", completes: .files)
  var want: String?

  @Option(
    "s", help: "How long the best assignment is searched, in seconds. Default: 10.", section: "Assignment",
    check: { (0.1...3600).contains($0.value) ? nil : "a number from 0.1 to 3600" })
  var timeLimit: PositiveNumber?

  @Option(
    "rate,latency",
    help: "What joins the hosts, such as 25Gbit/s,50us, or a file of 'iperf3 --json': models over several of them.",
    section: "Several hosts", completes: .files)
  var link: String?

  @Option(
    "name", help: "Only this model over several hosts. Default: the best that no host holds alone.",
    section: "Several hosts", completes: .list(CompletionLists.models))
  var model: String?

  @Option(
    "n", help: "How many hosts share a model. Default: the fewest that hold it.", section: "Several hosts",
    check: { (2...SpanPlanner.mostHosts).contains($0) ? nil : "a number from 2 to \(SpanPlanner.mostHosts)" })
  var hosts: Int?

  @Option("tokens", help: "Context of a model over several hosts. Default: the use case's.", section: "Several hosts")
  var context: TokenCount?

  @Option(
    "file", help: "Write the fleet for Prometheus's text-file collector.", section: "Output", completes: .files)
  var prometheus: String?

  init() {}

  func validate() throws(OptionProblem) {
    guard link == nil else { return }
    let others = [("--model", model), ("--hosts", hosts.map { "\($0)" }), ("--context", context?.word)]
    for (option, value) in others {
      guard let value else { continue }
      throw .badValue(option: option, value: value, expected: "'--link' beside it", nearest: [])
    }
  }
}
