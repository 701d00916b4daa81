import Base
import Glibc

/// The cache that llama.cpp (`-hf`) and huggingface_hub share: blobs by digest, and links to them by commit and path.
///
/// https://huggingface.co/docs/huggingface_hub/guides/manage-cache and llama.cpp's `common/hf-cache.cpp`.
package struct HubCache: Sendable {
  /// The folder of all repositories.
  package let folder: String
  package let repository: String

  package init(folder: String, repository: String) { (self.folder, self.repository) = (folder, repository) }

  private var name: String { "models--" + repository.replacing("/", with: "--") }
  var root: String { folder + "/" + name }

  package func blob(_ name: String) -> String { root + "/blobs/" + name }
  /// What has come of a blob so far, under the name that huggingface_hub goes on with too.
  package func partial(_ name: String) -> String { blob(name) + ".incomplete" }
  package func file(_ path: String, commit: String) -> String { root + "/snapshots/\(commit)/" + path }
  package func snapshot(_ commit: String) -> String { root + "/snapshots/" + commit }

  /// Bytes of a file; nil when there is none.
  package static func size(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  package func makeFolders() throws(HubProblem) {
    for path in [root + "/blobs", root + "/snapshots", root + "/refs", folder + "/.locks/" + name] {
      try Self.make(path)
    }
  }

  private static func make(_ path: String) throws(HubProblem) {
    if let reason = FileReplacement.makeFolder(path) {
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// Holds a blob for this process, as huggingface_hub does, while `body` runs; `wait` is asked while another has it.
  package func holding(
    _ blob: String, wait: () -> Bool, _ body: () throws(HubProblem) -> Void
  ) throws(HubProblem) {
    let path = folder + "/.locks/\(name)/\(blob).lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.problem(path) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw Self.problem(path) }
      guard wait() else { throw .interrupted }
    }
    try body()
  }

  /// Makes the link of a path to its blob at a commit.
  package func link(_ path: String, to blob: String, commit: String) throws(HubProblem) {
    let place = file(path, commit: commit)
    let steps = path.split(separator: "/").count
    try Self.make(String(place.prefix(upTo: place.lastIndex(of: "/") ?? place.startIndex)))
    let target = String(repeating: "../", count: steps + 1) + "blobs/" + blob
    if let there = try? Self.target(of: place), there == target { return }
    let temporary = "\(place).\(getpid()).tmp"
    unlink(temporary)
    guard symlink(target, temporary) == 0, rename(temporary, place) == 0 else { throw Self.problem(place) }
  }

  /// Notes which commit a branch or tag is; what is a commit itself has no reference.
  package func note(_ revision: String, commit: String) throws(HubProblem) {
    guard revision != commit, HubFile.isInside(revision) else { return }
    let path = root + "/refs/" + revision
    try Self.make(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)))
    if let reason = FileReplacement.write(commit, to: path) {
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  private static func target(of link: String) throws(HubProblem) -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in bytes.baseAddress.map { readlink(link, $0, bytes.count) } ?? 0
    }
    guard count > 0 else { throw problem(link) }
    return String(decoding: buffer[0..<count], as: UTF8.self)
  }

  /// What the system said of a path just now.
  static func problem(_ path: String) -> HubProblem {
    .cannotWrite(path: path, reason: String(cString: strerror(errno)))
  }
}
