import JSONText
import OptionParsing
import Reporting

/// The main job: hardware, micro-benchmark, top picks.
struct ScanCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "scan", abstract: "Look at this machine, measure it and name the models worth running.",
      examples: [
        ("plimsoll scan", "The picture of the machine and the top picks."),
        ("plimsoll scan --json", "The same as one JSON document."),
      ])
  }

  @OptionGroup var wishOptions: WishOptions
  @OptionGroup var workloadOptions: WorkloadOptions
  @OptionGroup var machineOptions: MachineOptions
  @OptionGroup var benchOptions: BenchOptions
  @OptionGroup var catalogOptions: CatalogOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let ranking = Ranking(
      wishOptions: wishOptions, workloadOptions: workloadOptions, machineOptions: machineOptions,
      benchOptions: benchOptions, catalogOptions: catalogOptions, outputOptions: outputOptions)
    let answer = try ranking.answer(surroundings)
    if outputOptions.json {
      surroundings.console.output(JSONWriter.text(answer.document(named: "scan")))
    } else {
      let style = surroundings.style(outputOptions)
      surroundings.console.output(
        HardwareText.summary(answer.machine, measurements: answer.measurements, style: style) + "\n"
          + RecommendationText.picks(answer.recommendation, commands: answer.commands, style: style))
    }
    return answer.recommendation.picks.isEmpty ? .nothingFits : .answered
  }
}
