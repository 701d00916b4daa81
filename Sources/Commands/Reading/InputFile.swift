import Base
import Glibc

/// Reads files that the user named, with failures that name them too.
enum InputFile {
  /// The largest document that is read, in bytes.
  static let limit = 1 << 28

  static func bytes(_ path: String, what: String) throws -> [UInt8] {
    do {
      let file = try RandomAccessFile(path)
      guard file.count <= limit else {
        throw Failure(.badData, "\(path): \(what) is larger than \(limit >> 20) MiB")
      }
      return file.bytes(at: 0, count: file.count)
    } catch let failure as ReadFailure {
      throw Failure(.noInput, "cannot read \(what) '\(path)': \(reason(failure))")
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
