import Glibc

/// A file that the program keeps for itself between runs, such as a cache: nobody else can have written it.
package enum PrivateFile {
  /// The bytes; nil when the file is not there, another user owns it, others may write it, or it is larger than `limit`.
  package static func bytes(_ path: String, limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & (S_IWGRP | S_IWOTH) == 0, status.st_size <= limit
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      filled += count
    }
    return bytes
  }

  /// Replaces the file; returns why it could not, or nil.
  package static func write(_ text: String, to path: String, makingFolder folder: String) -> String? {
    FileReplacement.write(text, to: path, makingFolder: folder, mode: 0o600)
  }
}
