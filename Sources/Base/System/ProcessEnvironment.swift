import Glibc

/// The environment of this process.
package enum ProcessEnvironment {
  /// All variables; of a variable that comes twice the first counts, as for `getenv`.
  package static func all() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let line = String(cString: text)
      if let sign = line.firstIndex(of: "="), variables[String(line[..<sign])] == nil {
        variables[String(line[..<sign])] = String(line[line.index(after: sign)...])
      }
      entry += 1
    }
    return variables
  }
}
