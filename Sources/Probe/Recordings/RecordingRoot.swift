import Base

/// Finds the recording in what `--root` names: a folder, a folder around it, or a single file.
package enum RecordingRoot {
  /// Why a file cannot be read as a machine.
  package struct NotUnderstood: Error, Equatable {
    package let isArchive: Bool
  }

  /// The root for a path.
  ///
  /// Of a folder in which nothing of a machine lies, the one folder inside it that has some, since
  /// archives often wrap a tree into a folder of its name.
  package static func find(_ path: String) throws(NotUnderstood) -> SystemRoot {
    let root = SystemRoot(path)
    guard !root.isLive else { return root }
    guard FileQuestions.isFolder(path) else {
      guard isMachine(root) else { throw NotUnderstood(isArchive: isArchive(path)) }
      return root
    }
    return SystemRoot(descend(root.prefix, depth: 0) ?? root.prefix)
  }

  /// The folder at or below `path` that has something of a machine, where it is the only one.
  private static func descend(_ path: String, depth: Int) -> String? {
    let root = SystemRoot(path)
    let names = root.names(in: "/")
    if names.contains(where: isMark) || isMachine(root) { return path }
    guard depth < 4 else { return nil }
    let folders = names.prefix(256).map { path + "/" + $0 }.filter(FileQuestions.isFolder)
    let found = folders.compactMap { descend($0, depth: depth + 1) }
    return found.count == 1 ? found[0] : nil
  }

  /// Names that only the root of a recording has.
  private static func isMark(_ name: String) -> Bool {
    if ["proc", "sys", "pu0", "plimsoll", "nodes", "cgroup.controllers", "memory.max"].contains(name) { return true }
    return name.hasPrefix("card") && Int(name.dropFirst(4)) != nil
  }

  /// Whether the root, as a file or by a file in it, is one of the texts that tell of a machine.
  private static func isMachine(_ root: SystemRoot) -> Bool {
    AcceleratorLayout(root: root).dump != nil || TopologyXML.read(in: root) != nil || LooseText.isAny(in: root)
      || CapturedDevices.read(in: root) != nil || !ControlGroupPaths(root: root).hierarchies(of: "memory").isEmpty
  }

  /// By the first bytes of gzip, bzip2, xz, zstd and zip, and the mark of tar.
  private static func isArchive(_ path: String) -> Bool {
    guard let bytes = RecordedFile.bytes(at: path) else { return false }
    let starts: [[UInt8]] = [
      [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD], [0x50, 0x4B, 3, 4],
    ]
    return starts.contains { bytes.starts(with: $0) } || bytes.dropFirst(257).starts(with: "ustar".utf8)
  }
}

/// Texts of `/proc` that a recording holds without the folder, under any name.
enum LooseText: String, CaseIterable {
  case cpuinfo
  case meminfo
  case cgroup

  private var path: String { self == .cgroup ? "/proc/self/cgroup" : "/proc/" + rawValue }

  /// The text at its place below the root; otherwise the file of its name, or the only file there when it looks like it.
  static func read(_ text: LooseText, in root: SystemRoot, limit: Int = 1 << 22) -> Result<String, ReadFailure> {
    let usual = root.text(text.path, limit: limit)
    guard case .failure = usual, !root.isLive, !root.exists("/proc"), !root.exists("/sys") else { return usual }
    if case .success(let named) = root.text("/" + text.rawValue, limit: limit), text.isLike(named) {
      return .success(named)
    }
    guard let bytes = RecordedFile.bytes(in: root, named: { _ in true }) else { return usual }
    let loose = String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
    return text.isLike(loose) ? .success(loose) : usual
  }

  static func isAny(in root: SystemRoot) -> Bool {
    allCases.contains { text in if case .success = read(text, in: root) { true } else { false } }
  }

  private func isLike(_ text: String) -> Bool {
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
