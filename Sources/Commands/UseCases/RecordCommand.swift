import Base
import Bench
import Options
import Probe

/// Records this machine.
struct RecordCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "record", abstract: "Record this machine into a folder, to replay with --root.",
      discussion: """
        The recording holds what the probe reads and what the benchmark has measured, and nothing else: no host name, \
        serial number, MAC address, UUID or user name. It makes a good bug report.
        """,
      examples: [
        ("plimsoll record mine", "Make the recording."), ("plimsoll hardware --root mine", "Read it again, anywhere."),
      ])
  }

  @Argument("dir", help: "A folder that is not there yet, or empty.", completes: .folders) var directory: String
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    do {
      let count = try Recorder(environment: surroundings.environment, executable: surroundings.executable)
        .record(to: directory) { machine in
          let cache = MeasurementCache(folder: surroundings.cacheFolder, version: programVersion)
          return RecordedMeasurements.file(cache.load(machine)).map { [$0] } ?? []
        }
      if !outputOptions.quiet { surroundings.console.message("recorded \(count) files in \(directory)\n") }
      return .answered
    } catch {
      if error.isInterruption {
        throw Interrupts.wasTerminated
          ? Failure(.terminated, "terminated, nothing is recorded")
          : Failure(.interrupted, "interrupted, nothing is recorded")
      }
      throw Failure(.cannotCreate, "cannot record into '\(directory)': \(error.reason)", hint: "name a new folder")
    }
  }
}
