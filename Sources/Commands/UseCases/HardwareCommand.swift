import Base
import Documents
import Options

/// The inventory alone.
struct HardwareCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "hardware", abstract: "Show what the machine has for a model, now.",
      discussion: "What could not be read is null, with the reason under gaps.",
      examples: [
        ("plimsoll hardware", "Processor, memory, accelerators, runtimes."),
        ("plimsoll hardware --json > host.json", "A document that --machine takes on another computer."),
      ])
  }

  @OptionGroup var machineOptions: MachineOptions
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let machine = try MachineSource(options: machineOptions, surroundings: surroundings).machine()
    surroundings.print(machine, as: Contract.hardware, outputOptions) { style in
      HardwareText.page(machine, style: style, isVerbose: outputOptions.verbose)
    }
    return .answered
  }
}
