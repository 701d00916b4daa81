import Base
import Bench
import Documents
import Machines
import Options

/// Verified runs that correct later estimates.
struct CalibrationCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "calibration", abstract: "Show, share or drop the verified runs that correct estimates.",
      subcommands: [
        CalibrationListCommand.self, CalibrationExportCommand.self, CalibrationImportCommand.self,
        CalibrationClearCommand.self,
      ])
  }
}

/// The runs kept for this machine.
struct CalibrationListCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "list", abstract: "List the runs that 'verify --keep' kept for this machine.",
      examples: [("plimsoll calibration list --json", "For another program.")])
  }

  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let answer = (
      CalibrationStore.key(machine), CalibrationStore(folder: surroundings.cacheFolder).load(machine)
    )
    surroundings.print(answer, as: Contract.calibration, outputOptions) { CalibrationText.page(answer, style: $0) }
    return .answered
  }
}

/// Drops them.
struct CalibrationClearCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "clear", abstract: "Drop the runs kept for this machine.",
      examples: [("plimsoll calibration clear", "Estimates are as before the first run.")])
  }

  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let store = CalibrationStore(folder: surroundings.cacheFolder)
    let count = store.load(machine).entries.count
    if count > 0, let reason = store.save(Calibration(), of: machine) {
      throw Failure(.cannotCreate, "the runs cannot be dropped: \(reason)")
    }
    if !outputOptions.quiet { surroundings.console.message("dropped \(count) \(count == 1 ? "run" : "runs")\n") }
    return .answered
  }
}
