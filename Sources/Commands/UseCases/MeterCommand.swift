import Base
import Documents
import Economics
import Options

/// Running costs and service of a model of one's own.
struct MeterCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "meter", abstract: "Meter requests to your own models: tokens, waits, cost, limits.",
      discussion: """
        Reads answers or logs of Ollama, vLLM and other OpenAI-compatible servers as JSON lines, from files or standard \
        input, or watches a /metrics page. With --json every request is a line, and the summary comes last. The cost counts \
        the time in which the machine waits. A soft limit that is passed costs a message, a medium one exit code 3, a hard \
        one exit code 4; a single amount is a medium limit. Without a rate the power of this machine alone is counted. While \
        a page is watched, the power that graphics cards and processors tell is read too: energy and electricity of a request.
        """,
      examples: [
        ("plimsoll meter requests.jsonl --monthly 75 --max-cost-per-day 5", "Cost of a log, with a limit for cron."),
        ("plimsoll meter --metrics 8000 --for 60 --hourly 1.006 --json", "A minute of a vLLM server."),
      ])
  }

  @Argument(rest: "file", help: "Logs of usage; none, or -: standard input.", completes: .files) var files: [String]
  @OptionGroup var meterOptions: MeterOptions
  @OptionGroup var outputOptions: OutputOptions

  static var forms: [DocumentFormat] { DocumentFormat.withoutTables }

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    do {
      return try meter(surroundings)
    } catch var failure as Failure {
      failure.isOneLine = true
      throw failure
    }
  }

  private func meter(_ surroundings: Surroundings) throws -> ExitCode {
    let found = try MeterSource(options: meterOptions, files: files, surroundings: surroundings).found()
    let tags = Dictionary(meterOptions.tags.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    let rate = try rate(found.reading, surroundings)
    let power = try found.power.flatMap { power in
      MeterPower(power, of: found.reading, perKWh: try costFacts().electricity().perKWh)
    }
    let summary = MeterSummary(
      reading: found.reading, cost: MeterCost(found.reading, perHour: rate.perHour), rate: rate, power: power,
      guardrails: findings(found.reading, rate.perHour), sources: found.sources, tags: tags, gaps: found.gaps)
    if let file = meterOptions.prometheus, let reason = FileReplacement.write(MeterExposition.text(summary), to: file) {
      throw Failure(.cannotCreate, "cannot write the metrics: \(reason)")
    }
    if outputOptions.form == .json {
      printLines(found.records, summary, surroundings)
    } else {
      surroundings.console.output(MeterText.page(summary, style: surroundings.style(outputOptions)))
    }
    return code(summary.guardrails, surroundings)
  }

  private func printLines(_ records: [UsageRecord], _ summary: MeterSummary, _ surroundings: Surroundings) {
    let shares = MeterCost.shares(records)
    func output(_ line: MeterLine) -> Bool {
      let document = Contract.meter.json((line, summary.tags), version: programVersion)
      return surroundings.console.output(JSONWriter.line(document) + "\n", isDocument: true)
    }
    for (record, share) in zip(records, shares) {
      guard output(.request(record, cost: summary.cost.map { $0.total * share })) else { return }
    }
    _ = output(.summary(summary))
  }

  /// What an hour costs: as given, otherwise this machine's power alone.
  private func rate(_ reading: MeterReading, _ surroundings: Surroundings) throws -> MeterSummary.Rate {
    if let perHour = meterOptions.hourly?.amount ?? meterOptions.monthly.map({ $0.amount / Months().hours }) {
      return MeterSummary.Rate(perHour: perHour, basis: .given)
    }
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let (power, _) = try costFacts().power(of: machine, local: "this machine")
    return MeterSummary.Rate(perHour: power.cost(hours: 1, busyHours: reading.utilisation ?? 1), basis: .power)
  }

  private func costFacts() throws -> CostFacts {
    let options = LocalCostOptions()
    options.electricity = meterOptions.electricity
    return try CostFacts(options: options, answer: CostAnswerOptions(), defaults: .builtIn())
  }

  private func findings(_ reading: MeterReading, _ perHour: Money) -> [Guardrail.Finding] {
    let cost = meterOptions.maxCostPerDay.map { limit in
      Guardrail(subject: .costPerDay, limits: limit.limits).finding((perHour * 24.0).roundedUSD)
    }
    let queue = meterOptions.maxQueueP95.map { limit in
      Guardrail(subject: .queueP95, limits: limit.limits).finding(reading.wait?.p95)
    }
    return [cost, queue].compactMap(\.self)
  }

  /// Says what was passed, and turns the highest level into an exit code.
  private func code(_ findings: [Guardrail.Finding], _ surroundings: Surroundings) -> ExitCode {
    for finding in findings where (finding.passed != nil || finding.value == nil) && !outputOptions.quiet {
      surroundings.console.message("plimsoll: \(MeterText.sentence(finding))\n")
    }
    switch findings.compactMap(\.passed).max() {
    case .hard: return .hardLimit
    case .medium: return .nothingFits
    // A limit that cannot be watched must not look like one that is kept.
    case .soft, nil: return findings.contains { $0.value == nil } ? .failed : .answered
    }
  }
}
