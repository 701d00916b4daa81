import Base
import Glibc

/// Copies paths of this machine into a recording: links as links, files without what is personal.
struct RecordingWriter {
  let folder: String
  private(set) var problem: String?
  private(set) var fileCount = 0

  init(folder: String) { self.folder = folder }

  /// Copies what was asked about a path.
  mutating func copy(_ path: String, _ questions: Set<ReadLog.Question>) {
    guard Self.isAllowed(path), let real = follow(path) else { return }
    if FileQuestions.isFolder(real) {
      makeFolder(real)
      if questions.contains(.names) {
        for name in SystemRoot.live.names(in: real) { copyEntry(real + "/" + name) }
      }
    } else if questions.contains(.contents), case .success(let bytes) = SystemRoot.live.bytes(real, limit: 1 << 24) {
      write(Redaction.redacted(bytes, path: path), to: real)
    } else if FileQuestions.exists(real), !exists(real) {
      write([], to: real)
    }
  }

  /// Writes a file of the recording.
  mutating func write(_ bytes: [UInt8], to path: String) {
    makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    guard let file = fopen(folder + path, "wb") else { return fail(path) }
    let written = fwrite(bytes, 1, bytes.count, file)
    if fclose(file) != 0 || written != bytes.count { fail(path) }
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
      link(path, to: target)
    } else if FileQuestions.isFolder(path) {
      makeFolder(path)
    } else if !exists(path) {
      write([], to: path)
    }
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
    for (path, target) in followed { link(path, to: target) }
    return FileQuestions.exists(real) ? real : nil
  }

  private mutating func link(_ path: String, to target: String) {
    makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    if symlink(target, folder + path) != 0, errno != EEXIST { fail(path) }
  }

  private mutating func makeFolder(_ path: String) {
    if let reason = FileReplacement.makeFolder(folder + path) { problem = problem ?? reason }
  }

  private func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(folder + path, &status) == 0
  }

  private mutating func fail(_ path: String) {
    problem = problem ?? ReadFailure(path: folder + path, errorNumber: errno).description
  }
}

/// Removes a folder with everything in it.
enum FolderRemoval {
  static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in SystemRoot(path).names(in: "/") { remove(path + "/" + name) }
    rmdir(path)
  }
}
