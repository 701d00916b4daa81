import Base
import Machines

/// Finds the accelerators of a machine: live, or in a recorded tree.
///
/// `start` begins to ask the drivers in child processes, so that cheaper things can be read meanwhile; `finish` reads
/// the rest and joins everything. Of a recording the drivers' answers are read and never asked for.
struct AcceleratorProbe {
  /// Where a recording keeps the drivers' answers.
  static let driversFile = "/plimsoll/drivers.json"

  private let root: SystemRoot
  private let environment: [String: String]
  private var children: [DriverProcess] = []
  private var gaps: [Gap] = []
  private var wereDriversAsked = false
  private var cache: DriverCache?
  private var vulkanIdentity: String?
  /// What the Vulkan drivers told in an earlier run.
  private var keptVulkan: JSONValue?

  /// What was found.
  struct Findings: Sendable, Equatable {
    var accelerators: [Accelerator]
    var gaps: [Gap]
    /// The drivers' answers as the text to keep in a recording; nil when none was asked.
    var driversDocument: String?
    /// The identifiers that this text does not have.
    var identifiers = DeviceIdentifiers()
  }

  /// A probe of `root`; `environment` is the user's, or empty for a recording.
  init(root: SystemRoot, environment: [String: String] = [:]) {
    self.root = root
    self.environment = environment
  }

  /// Starts the children of a live machine.
  ///
  /// `executable` is this program, such as `/proc/self/exe`; nil asks no driver, which is what tests want, where the
  /// running program is not plimsoll.
  mutating func start(executable: String?, cache: DriverCache? = nil) {
    guard root.isLive, let executable else { return }
    wereDriversAsked = true
    if let reason = DriverPresence.absenceOfVulkan(environment: environment) {
      gaps.append(Gap("vulkan", reason))
    } else {
      self.cache = cache
      if cache != nil { vulkanIdentity = DriverIdentity.ofVulkan(environment: environment) }
      keptVulkan = vulkanIdentity.flatMap { cache?.vulkan(identity: $0) }
      if keptVulkan == nil { start(.vulkan, executable) }
    }
    if DriverPresence.absenceOfNVIDIA(in: root) == nil { start(.nvml, executable) }
  }

  private mutating func start(_ source: DriverChild.Source, _ executable: String) {
    switch DriverProcess.start(source, executable: executable, environment: environment) {
    case .success(let child): children.append(child)
    case .failure(let failure): gaps.append(Gap(source.rawValue, failure.reason))
    }
  }

  /// Whether a child was started that may still be asking its driver.
  var isAsking: Bool { !children.isEmpty }

  /// Reads everything else and joins it with the drivers' answers.
  ///
  /// `memory` is main memory as it is now: integrated graphics live in it.
  func finish(
    memory: Memory, texts: ForeignTexts? = nil, table: @autoclosure () -> GPUTable = .builtIn
  ) -> Findings {
    let (read, readingGaps) = AcceleratorSources.read(in: root, texts: texts ?? ForeignTexts(root), memory: memory)
    var (sources, gaps) = (read, gaps + readingGaps)
    let document = answers()
    if let document {
      if let report = DriverReport(document: document) {
        sources.drivers = report
        sources.driversWereAsked = true
      } else {
        gaps.append(Gap("drivers", "\(Self.driversFile) is no document of drivers' answers"))
      }
    } else if wereDriversAsked {
      sources.driversWereAsked = true
    }
    addGaps(of: sources.drivers, to: &gaps)
    sources.lookUpNames(in: root)
    let join = AcceleratorJoin(
      sources: sources, table: sources.isEmpty ? GPUTable(gpus: []) : table(), environment: environment)
    let accelerators = join.accelerators()
    guard root.isLive, let document else { return Findings(accelerators: accelerators, gaps: gaps) }
    keep(document["vulkan"], of: accelerators)
    let identifiers = DeviceIdentifiers(in: document)
    return Findings(
      accelerators: accelerators, gaps: gaps,
      driversDocument: JSONWriter.text(identifiers.replaced(in: document)), identifiers: identifiers)
  }

  /// The drivers' answers: from the children, or from a recording.
  private func answers() -> JSONValue? {
    guard root.isLive else {
      guard let text = try? root.text(Self.driversFile).get() else { return nil }
      return (try? JSONParser.parse(text)) ?? .null
    }
    var answers: [DriverChild.Source: JSONValue] = [:]
    answers[.vulkan] = keptVulkan
    for child in children {
      switch child.finish() {
      case .success(let text): answers[child.source] = try? JSONParser.parse(text)
      case .failure(let failure): answers[child.source] = .object(["error": .string(failure.reason)])
      }
    }
    return answers.isEmpty ? nil : DriverReport.document(vulkan: answers[.vulkan], nvml: answers[.nvml])
  }

  /// Keeps what the Vulkan drivers told now, unless an accelerator has its free memory from it.
  private func keep(_ answer: JSONValue?, of accelerators: [Accelerator]) {
    guard let answer, let cache, let vulkanIdentity, keptVulkan == nil, answer["devices"] != nil,
      !accelerators.contains(where: { $0.sources["memory_free_bytes"] == "vulkan" })
    else { return }
    cache.keep(vulkan: answer, identity: vulkanIdentity)
  }

  private func addGaps(of report: DriverReport, to gaps: inout [Gap]) {
    if case .failed(let reason) = report.vulkan { gaps.append(Gap("vulkan", reason)) }
    if case .failed(let reason) = report.nvml { gaps.append(Gap("nvml", reason)) }
  }
}
