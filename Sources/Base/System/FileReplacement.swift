import Glibc

/// Writes whole files: to a temporary name first, then renamed, so that nobody reads half of one.
package enum FileReplacement {
  /// Writes `text` to `path`, making the folder where asked; returns why it could not, or nil.
  package static func write(
    _ text: String, to path: String, makingFolder folder: String? = nil, mode: mode_t = 0o644
  ) -> String? {
    if let folder, let reason = makeFolder(folder) { return reason }
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return reason(temporary) }
    if let problem = Descriptor.write(text.utf8, to: descriptor) {
      close(descriptor)
      unlink(temporary)
      return ReadFailure(path: temporary, errorNumber: problem).description
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let why = reason(path)
      unlink(temporary)
      return why
    }
    return nil
  }

  /// Makes a folder and those above it; returns why it could not, or nil.
  package static func makeFolder(_ path: String) -> String? {
    var made = path.hasPrefix("/") ? "" : "."
    for step in path.split(separator: "/") {
      made += "/" + step
      if mkdir(made, 0o755) != 0, errno != EEXIST { return reason(made) }
    }
    return nil
  }

  private static func reason(_ path: String) -> String {
    ReadFailure(path: path, errorNumber: errno).description
  }
}
