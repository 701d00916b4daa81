import Base
import Glibc

/// Reads files that the user named, with failures that name them too.
enum InputFile {
  /// Bytes of the largest document that is read: a catalogue of ten thousand models takes some 30 MB.
  static let limit = 1 << 26
  /// The same of a description of one machine or model, which takes some kilobytes.
  static let smallLimit = 1 << 24

  static func bytes(_ path: String, what: String, limit: Int = smallLimit) throws -> [UInt8] {
    do {
      let bytes = try isStream(path) ? stream(path, limit: limit) : RandomAccessFile(path).bytes(upTo: limit)
      guard let bytes else { throw Failure(.badData, "\(path): \(what) is larger than \(limit >> 20) MiB") }
      return bytes
    } catch let failure as ReadFailure {
      throw Failure(.noInput, "cannot read \(what) '\(path)': \(reason(failure))")
    }
  }

  /// Whether the path names an open descriptor of this process, which may be a pipe that ends.
  private static func isStream(_ path: String) -> Bool {
    path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }

  /// All that comes through a pipe; nil when it is more than the limit.
  private static func stream(_ path: String, limit: Int) throws(ReadFailure) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ReadFailure(path: path, errorNumber: errno) }
    defer { close(descriptor) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ReadFailure(path: path, errorNumber: errno) }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      if bytes.count > limit { return nil }
    }
  }

  static func json(_ bytes: [UInt8], file: String) throws -> JSONNode {
    do {
      return try JSONNode(parsing: bytes)
    } catch {
      throw Failure(
        .badData, "\(file):\(error.line):\(error.column): this is not JSON: expected \(error.expected)")
    }
  }

  /// The failure for a document that is JSON but not what it should be.
  static func failure(_ error: JSONShapeError, file: String) -> Failure {
    let place = error.pointer.isEmpty ? "the document" : error.pointer
    return Failure(.badData, "\(file):\(error.line): \(place): expected \(error.expected)")
  }

  static func reason(_ failure: ReadFailure) -> String {
    strerror(failure.errorNumber).map { String(cString: $0) } ?? "error \(failure.errorNumber)"
  }
}
