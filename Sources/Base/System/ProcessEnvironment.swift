import CSystem
import Glibc

/// The environment of this process.
package enum ProcessEnvironment {
  /// All variables; of a variable that comes twice the first counts, as for `getenv`.
  package static func all() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      if let sign = strchr(text, 0x3D) {
        let bytes = UnsafeRawBufferPointer(start: text, count: sign - text)
        let name = String(decoding: bytes, as: UTF8.self)
        if variables[name] == nil { variables[name] = String(cString: sign + 1) }
      }
      entry += 1
    }
    return variables
  }

  /// What `body` returns, for whose time the variables are set in the whole process; nil where there is no memory for them.
  ///
  /// For libraries that can be told something in no other way. One at a time: `body` must not ask for this again.
  package static func extended<Result>(by variables: [(name: String, value: String)], _ body: () -> Result) -> Result? {
    let entries = variables.compactMap { strdup("\($0.name)=\($0.value)") }
    defer { for entry in entries { free(entry) } }
    guard entries.count == variables.count else { return nil }
    pthread_mutex_lock(&extending)
    defer { pthread_mutex_unlock(&extending) }
    let before = entries.map { Optional(UnsafePointer($0)) }.withUnsafeBufferPointer {
      plimsoll_environment_extend($0.baseAddress, $0.count)
    }
    guard let before else { return nil }
    defer { plimsoll_environment_restore(before) }
    return body()
  }

  private nonisolated(unsafe) static var extending = pthread_mutex_t()
}
