import Glibc

/// A regular file that is read here and there, without taking it into memory.
package final class RandomAccessFile: Sendable {
  private let descriptor: Int32
  /// Size of the file in bytes when it was opened.
  package let count: Int

  /// Opens the file for reading; what is not a regular file is an error.
  package init(_ path: String) throws(ReadFailure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw ReadFailure(path: path, errorNumber: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ReadFailure(path: path, errorNumber: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The whole file; nil where it has more bytes than that.
  package func bytes(upTo limit: Int) -> [UInt8]? { count <= limit ? bytes(at: 0, count: count) : nil }

  /// Up to `count` bytes from `offset` on; fewer where the file ends or a read fails.
  package func bytes(at offset: Int, count: Int) -> [UInt8] {
    guard offset >= 0, offset < self.count, count > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: min(count, self.count - offset))
    var filled = 0
    while filled < buffer.count {
      let got = buffer.withUnsafeMutableBytes { bytes in
        pread(descriptor, bytes.baseAddress?.advanced(by: filled), bytes.count - filled, off_t(offset + filled))
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      filled += got
    }
    buffer.removeLast(buffer.count - filled)
    return buffer
  }
}
