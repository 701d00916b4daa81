import Base
import Bench
import Documents
import Machines
import Options

/// The runs of this machine for others like it.
struct CalibrationExportCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "export", abstract: "Print the runs of this machine, for others like it.",
      discussion: """
        The document has the processor's and the accelerators' names and the verified runs: nothing of the user, the host \
        or its files.
        """,
      examples: [
        ("plimsoll calibration export > runs.json", "On the next machine: plimsoll calibration import runs.json.")
      ]
    )
  }

  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let runs = CalibrationStore(folder: surroundings.cacheFolder).load(machine)
    let document = Contract.calibration.json((CalibrationStore.key(machine), runs), version: programVersion)
    surroundings.console.output(JSONWriter.text(document), isDocument: true)
    return .answered
  }
}

/// Runs of a machine like this one.
struct CalibrationImportCommand: PlimsollCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "import", abstract: "Take over the runs of a machine like this one.",
      discussion: """
        The processor, its number of threads and the accelerators must be the same. Runs of the same model, quantization \
        and runtime are replaced. The exit code is 3 when the runs are those of another machine.
        """,
      examples: [("plimsoll calibration import runs.json", "What 'calibration export' printed elsewhere.")])
  }

  @Argument("file", help: "The document; /dev/stdin reads it from a pipe.", completes: .files) var file: String
  @Flag(help: "Take over even the runs of another machine.", section: "Choice") var force: Bool
  @OptionGroup var outputOptions: OutputOptions

  func run(_ surroundings: Surroundings) throws -> ExitCode {
    let shared: (machine: String, runs: [Calibration.Entry])
    do {
      shared = try SharedCalibration.read(
        InputFile.json(InputFile.bytes(file, what: "the runs"), file: file))
    } catch let error as JSONShapeError {
      throw InputFile.failure(error, file: file)
    }
    let machine = try MachineSource(options: MachineOptions(), surroundings: surroundings).machine()
    let key = CalibrationStore.key(machine)
    guard force || shared.machine == key else {
      throw Failure(
        .nothingFits, "\(file) has the runs of another machine: \(shared.machine); this one is: \(key)",
        hint: "--force takes them over all the same")
    }
    let store = CalibrationStore(folder: surroundings.cacheFolder)
    var calibration = store.load(machine)
    for run in shared.runs { calibration.add(run) }
    if let reason = store.save(calibration, of: machine) {
      throw Failure(.cannotCreate, "the runs cannot be kept: \(reason)")
    }
    if !outputOptions.quiet {
      surroundings.console.message("took over \(shared.runs.count) \(shared.runs.count == 1 ? "run" : "runs")\n")
    }
    return .answered
  }
}

/// Reads what `calibration export` prints.
enum SharedCalibration {
  /// Runs beyond these are kept by nobody.
  private static let most = 1000

  static func read(_ node: JSONNode) throws -> (machine: String, runs: [Calibration.Entry]) {
    let schema = try node.required("schema")
    guard try schema.string() == "plimsoll.calibration/1" else { throw schema.complaint("\"plimsoll.calibration/1\"") }
    let runs = try node.required("runs").elements()
    guard runs.count <= most else { throw try node.required("runs").complaint("at most \(most) runs") }
    return (try node.required("machine").string(), try runs.map(entry))
  }

  private static func entry(_ node: JSONNode) throws -> Calibration.Entry {
    func number(_ key: String, in range: ClosedRange<Double>, _ expected: String) throws -> Double? {
      guard let value = try node.optional(key) else { return nil }
      let number = try value.number()
      guard range.contains(number) else { throw value.complaint(expected) }
      return number
    }
    func ratio(_ key: String) throws -> Double? {
      try number(key, in: Calibration.Entry.ratios, "a ratio from 0.001 to 1000")
    }
    func name(_ key: String) throws -> String {
      let value = try node.required(key)
      let text = try value.string()
      guard !text.isEmpty, text.utf8.count <= 200 else { throw value.complaint("a name of at most 200 bytes") }
      return text
    }
    func backend(_ value: JSONNode) throws -> Backend {
      guard let backend = Backend(rawValue: try value.string()) else {
        throw value.complaint("a back end, such as cpu")
      }
      return backend
    }
    return Calibration.Entry(
      runtime: try name("runtime"), backend: try backend(node.required("backend")),
      isMixture: try node.required("mixture_of_experts").bool(), model: try name("model"),
      quantization: try name("quantization"), decodeRatio: try ratio("decode_ratio"),
      startDecodeRatio: try ratio("start_decode_ratio"),
      depthShare: try number("depth_share", in: Calibration.Entry.shares, "a share from 0 to 1"),
      prefillRatio: try ratio("prefill_ratio"), memoryRatio: try ratio("memory_ratio"),
      isDisturbed: try node.required("disturbed").bool(), day: try name("day"))
  }
}
