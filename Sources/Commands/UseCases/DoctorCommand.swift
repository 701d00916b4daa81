import Base
import Bench
import Documents
import Glibc
import Machines
import Models
import Options
import Runtimes

/// What is missing here, and what that costs.
struct DoctorCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "doctor", abstract: "Tell what is missing here, what that costs, what mends it.",
      discussion: "The exit code is 0 when nothing that matters is missing, 1 when there is a problem.",
      examples: [("plimsoll doctor", "Drivers, permissions, limits, benchmark, catalogue.")])
  }

  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let diagnosis = Diagnosis(machine: machine, circumstances: circumstances(machine, surroundings))
    let findings = diagnosis.findings
    surroundings.print(findings, as: Contract.doctor, outputOptions) { DoctorText.page(findings, style: $0) }
    return findings.contains { $0.severity == .problem } ? .failed : .answered
  }

  private func circumstances(_ machine: Machine, _ surroundings: Surroundings) -> Diagnosis.Circumstances {
    let nodes = (FileQuestions.names(in: "/dev/dri") ?? []).filter { $0.hasPrefix("renderD") }.map { "/dev/dri/" + $0 }
    let closed = (nodes + ["/dev/kfd"]).filter { access($0, F_OK) == 0 && access($0, R_OK | W_OK) != 0 }
    let kept = MeasurementCache(folder: surroundings.cacheFolder, version: programVersion).load(machine).measurements
    return Diagnosis.Circumstances(
      closedDeviceNodes: closed, benchmarkIsDisturbed: kept.map(\.cpu.isDisturbed),
      catalogWarnings: (try? CatalogLoader.load(today: surroundings.today))?.warnings ?? [], isRoot: geteuid() == 0,
      hasCurl: OllamaClient.hasLibrary)
  }
}
