import Base
import Glibc

/// A folder that is being written, under a name that nobody can know before, and that stands at its place only when it
/// is whole.
///
/// `record` is run by root too, in folders where others may write: every step goes from the descriptor of the folder
/// above it, follows no link, and makes only what is not there.
final class RecordingFolder {
  private let target: String
  private let temporary: String
  private let descriptor: Int32
  private var isFinished = false
  /// The first thing that could not be written.
  private(set) var problem: String?

  /// Makes the folder beside the target, so that it can be renamed; fails with a reason.
  init(for target: String) throws(Recorder.Problem) {
    var target = target
    while target.count > 1, target.hasSuffix("/") { target.removeLast() }
    let slash = target.lastIndex(of: "/")
    let parent = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    if let reason = FileReplacement.makeFolder(parent) { throw Recorder.Problem(reason: reason) }
    var template = Array((parent + "/.plimsoll-record-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Recorder.Problem(reason: Self.reason(parent)) }
    (self.target, temporary) = (target, String(cBuffer: template))
    descriptor = open(temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = Self.reason(temporary)
      rmdir(temporary)
      throw Recorder.Problem(reason: reason)
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isFinished { FolderRemoval.remove(temporary) }
  }

  /// Writes a file that is not there yet.
  func write(_ bytes: [UInt8], to path: String) {
    inFolder(of: path) { folder, name in
      let file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
      guard file >= 0 else { return false }
      let failure = Descriptor.write(bytes, to: file)
      return close(file) == 0 && failure == nil
    }
  }

  /// Makes a link, unless something stands there.
  func link(_ path: String, to target: String) {
    inFolder(of: path) { folder, name in symlinkat(target, folder, name) == 0 || errno == EEXIST }
  }

  /// Makes a folder and those above it.
  func makeFolder(_ path: String) { inFolder(of: path + "/.") { _, _ in true } }

  /// Whether something stands at the path, be it a link that leads nowhere.
  func exists(_ path: String) -> Bool {
    var isThere = false
    inFolder(of: path) { folder, name in
      var status = stat()
      isThere = fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      return true
    }
    return isThere
  }

  /// Puts the folder in its place, which must be free or an empty folder; returns why it could not, or nil.
  func finish() -> String? {
    if let problem { return problem }
    guard fchmod(descriptor, 0o755) == 0, rename(temporary, target) == 0 else { return Self.reason(target) }
    isFinished = true
    return nil
  }

  /// Runs `body` with the folder of a path, made where it is not there, and the path's last step.
  private func inFolder(of path: String, _ body: (Int32, String) -> Bool) {
    var steps = path.split(separator: "/").map(String.init)
    guard let name = steps.popLast() else { return }
    var folder = dup(descriptor)
    defer { if folder >= 0 { close(folder) } }
    for step in steps where folder >= 0 {
      mkdirat(folder, step, 0o755)
      let next = openat(folder, step, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      close(folder)
      folder = next
    }
    if folder < 0 || !body(folder, name) { problem = problem ?? Self.reason(path) }
  }

  private static func reason(_ path: String) -> String { ReadFailure(path: path, errorNumber: errno).description }
}
