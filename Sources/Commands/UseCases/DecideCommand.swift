import Documents
import Economics
import Glibc
import Models
import Options

/// Whether a model should run here, at a provider, or both.
struct DecideCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "decide",
      abstract: "Decide whether to run a model yourself, to use a hosted one, or both.",
      discussion: """
        Privacy decides before quality, quality before latency, latency before cost, cost before people. What no option and \
        no file answers is left open; without any answer the questions are asked one after the other on a terminal. It \
        reports published terms and is no legal advice. The exit code is 3 when the answers contradict each other, so that \
        nothing is allowed.
        """,
      examples: [
        ("plimsoll decide", "Asks one question after the other."),
        (
          "plimsoll decide --data health --residency EU --quality good --people yes",
          "Answers on the command line."
        ),
        ("plimsoll decide --answers team.txt --json", "Answers in a file, for a script."),
      ])
  }

  @OptionGroup var decisionOptions: DecisionOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let isTerminal = isatty(STDIN_FILENO) == 1 && surroundings.console.messagesAreTerminal
    let found = try AnswerSource(options: decisionOptions, surroundings: surroundings)
      .found(asks: isTerminal && outputOptions.form == .text)
    let decision = try Self.decider().decision(found.answers)
    let page = DecisionPage(decision: decision, origins: found.origins)
    surroundings.print(page, as: Contract.decide, outputOptions) {
      DecisionText.page(page, style: $0)
    }
    return decision.ruling.verdict == nil ? .nothingFits : .answered
  }

  /// The rules with the catalogue's providers, runtimes and amounts.
  static func decider() throws -> Decider {
    let defaults = try CostDefaults.builtIn()
    let bought = defaults[.ownMachineUSD] / defaults[.amortizationMonths]
    let care = defaults[.careHours] * defaults[.opsUSDPerHour]
    return Decider(
      providers: try ProviderList.builtIn(), runtimes: try RuntimeList.builtIn(),
      figures: DecisionFigures(
        boughtMonthly: bought + defaults[.ownMachineMonthlyUSD] + care,
        ownedMonthly: defaults[.ownMachineMonthlyUSD]))
  }
}
