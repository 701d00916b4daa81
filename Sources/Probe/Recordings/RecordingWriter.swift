import Base
import Glibc

/// Copies paths of this machine into a recording: links as links, files without what is personal.
struct RecordingWriter {
  let folder: RecordingFolder
  private var names = RecordedNames()
  private(set) var fileCount = 0
  /// Files that were only asked for; they are empty unless their contents are asked for under another path.
  private var pendingEntries: [String] = []

  init(folder: RecordingFolder) { self.folder = folder }

  /// Copies what was asked about a path.
  mutating func copy(_ path: String, _ questions: Set<ReadLog.Question>) {
    guard Self.isAllowed(path), let real = follow(path) else { return }
    if FileQuestions.isFolder(real) {
      folder.makeFolder(names.place(of: real))
      if questions.contains(.names) {
        for name in SystemRoot.live.names(in: real) { copyEntry(real + "/" + name) }
      }
    } else if questions.contains(.contents), case .success(let bytes) = SystemRoot.live.bytes(real, limit: 1 << 24) {
      write(Redaction.redacted(bytes, path: path, names: &names), to: real)
    } else if FileQuestions.exists(real) {
      pendingEntries.append(real)
    }
  }

  /// Writes a file of the recording, unless an earlier question has.
  mutating func write(_ bytes: [UInt8], to path: String) {
    let place = names.place(of: path)
    guard !folder.exists(place) else { return }
    folder.write(bytes, to: place)
    fileCount += 1
  }

  /// Only what describes the machine is ever copied.
  private static func isAllowed(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    if parts.contains("..") { return false }
    return ["/proc/", "/sys/", "/etc/os-release", "/usr/lib/os-release", "/.dockerenv", "/run/.containerenv"].contains {
      path.hasPrefix($0)
    }
  }

  /// Copies an entry of a listed folder: a link, an empty folder, or an empty file in its place.
  private mutating func copyEntry(_ path: String) {
    if let target = SystemRoot.live.link(path) {
      folder.link(names.place(of: path), to: target)
    } else if FileQuestions.isFolder(path) {
      folder.makeFolder(names.place(of: path))
    } else {
      pendingEntries.append(path)
    }
  }

  /// Writes what was only listed.
  mutating func finish() {
    for path in pendingEntries { write([], to: path) }
  }

  /// The path with its links followed, each of which the recording gets too; nil for a loop or what is not there.
  private mutating func follow(_ path: String) -> String? {
    var followed: [(path: String, target: String)] = []
    let real = LinkWalk.resolve(path) { candidate in
      // The own process is a link to its number, which is another at every run.
      guard candidate != "/proc/self", let target = SystemRoot.live.link(candidate) else { return nil }
      followed.append((candidate, target))
      return target
    }
    guard let real else { return nil }
    for (path, target) in followed { folder.link(names.place(of: path), to: target) }
    return FileQuestions.exists(real) ? real : nil
  }
}
