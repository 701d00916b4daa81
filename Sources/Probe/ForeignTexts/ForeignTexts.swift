import Base
import Machines

/// The texts of other tools that a recording is, or holds beside `proc` and `sys`: what people attach to reports.
///
/// All files at the root are looked at, each by what it says and not by its name; several may tell of one machine.
package struct ForeignTexts {
  /// What gaps about files that are not used are about.
  package static let gapSubject = "recording"

  /// What the texts tell of devices.
  private(set) var devices = CapturedDevices()
  /// An XML export of hwloc.
  private(set) var topology: TopologyXML?
  /// Files that `lspci -x` wrote, in the program's file system.
  private(set) var dumps: [String] = []
  /// What `lscpu` and its like tell of the processor.
  private(set) var processor: CPUListing?
  /// Whether a text told of devices, be it that there are none.
  private(set) var tellsDevices = false
  /// The names of files that are none of these.
  private(set) var unused: [String] = []

  private let root: SystemRoot
  private var procTexts: [ProcText: String] = [:]

  /// How much is looked at: further files, and further bytes, are not.
  struct Limits {
    var files = 64
    var bytes = 1 << 26
  }

  /// Reads the texts; of the live machine there are none.
  init(_ root: SystemRoot) {
    var limits = Limits()
    self.init(root, within: &limits)
  }

  /// Reads the texts and takes what was looked at from the limits.
  init(_ root: SystemRoot, within limits: inout Limits) {
    self.root = root
    guard !root.isLive else { return }
    for (name, path) in Self.files(root, most: limits.files) {
      limits.files -= 1
      guard limits.bytes > 0, let bytes = RecordedFile.text(at: path) else {
        unused.append(name)
        continue
      }
      limits.bytes -= bytes.count
      if !take(RecordedFile.plain(bytes), path: path) { unused.append(name) }
    }
    // Copies of one folder of the kernel have files that are read by their names.
    if root.names(in: "/").contains(where: RecordingRoot.isPart) { unused = [] }
  }

  /// Whether no text tells anything.
  var isEmpty: Bool {
    topology == nil && dumps.isEmpty && processor == nil && procTexts.isEmpty && !tellsDevices
  }

  /// What is not used, a gap for each file.
  var gaps: [Gap] {
    unused.map { Gap(Self.gapSubject, "'\($0)' is none of the texts that are read (docs/hardware.md lists them)") }
  }

  /// A text of `/proc` at its place, or else the file that looks like it.
  func proc(_ text: ProcText, limit: Int = 1 << 22) -> Result<String, ReadFailure> {
    let usual = root.text(text.path, limit: limit)
    if case .failure = usual, let loose = procTexts[text] { return .success(loose) }
    return usual
  }

  /// The files at the root, or the root itself where it is one.
  private static func files(_ root: SystemRoot, most: Int) -> [(name: String, path: String)] {
    guard FileQuestions.isFolder(root.prefix) else {
      return [(root.prefix.split(separator: "/").last.map(String.init) ?? root.prefix, root.prefix)]
    }
    let names = root.names(in: "/").filter { !$0.hasPrefix(".") }
    return names.lazy.compactMap { name in root.resolve("/" + name).map { (name, $0) } }
      .filter { !FileQuestions.isFolder($0.1) }.prefix(max(0, most)).map { $0 }
  }

  /// Takes what a text tells; false when it tells nothing.
  private mutating func take(_ bytes: [UInt8], path: String) -> Bool {
    let text = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    if AcceleratorLayout.isDump(text: text) {
      dumps.append(path)
      return true
    }
    if let export = TopologyXML.parse(bytes) {
      topology = topology ?? export
      return true
    }
    if let kind = ProcText.allCases.first(where: { $0.isLike(text) }) {
      if procTexts[kind] == nil { procTexts[kind] = text }
      return true
    }
    let listing = CPUListing.parse(text)
    processor = processor ?? listing
    guard let captured = CapturedDevices.parse(bytes, text: text) else { return listing != nil }
    tellsDevices = true
    devices.merge(captured)
    return true
  }
}

/// Texts of `/proc` that a recording may hold without the folder, under any name.
enum ProcText: String, CaseIterable {
  case cpuinfo
  case meminfo
  case cgroup

  var path: String { self == .cgroup ? "/proc/self/cgroup" : "/proc/" + rawValue }

  func isLike(_ text: String) -> Bool {
    let lines = text.prefix(4096).split(whereSeparator: \.isNewline)
    switch self {
    case .cpuinfo:
      let keys = Set(lines.compactMap { line in line.firstIndex(of: ":").map { trimmed(line[..<$0]) } })
      return !keys.isDisjoint(with: ["processor", "vendor_id", "system type", "cpu", "# processors", "Processor"])
        && !keys.contains("MemTotal")
    case .meminfo: return lines.contains { $0.hasPrefix("MemTotal:") }
    case .cgroup: return !lines.isEmpty && ControlGroupPaths.parse(cgroup: text).count == lines.count
    }
  }
}
