import Base
import Documents
import Machines
import Options

/// The micro-benchmark alone.
struct BenchCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "bench", abstract: "Measure anew: memory reads and quantized products.",
      discussion: "Takes under a second. Other commands use what is kept of it, or measure once themselves.",
      examples: [("plimsoll bench --json", "Median, lowest and highest of each figure.")])
  }

  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let source = BenchmarkSource(options: BenchOptions(), output: outputOptions, surroundings: surroundings)
    let (measurements, gap) = source.fresh(machine)
    guard let measurements else {
      throw Failure(.failed, "this machine cannot be measured: \(gap?.reason ?? "the reason is not known")")
    }
    surroundings.print(measurements, as: Contract.bench, outputOptions) { BenchText.page(measurements, style: $0) }
    return .answered
  }
}
