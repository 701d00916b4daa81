/// The tables of `Tests/Truth`: what others measured, to compare answers with.
///
/// `Tests/Truth/README.md` explains the columns.
package enum TruthTable {
  /// The rows of a file of comma-separated values, each by its column's name; no field holds a comma.
  package static func rows(_ file: String) throws -> [[String: Substring]] {
    var lines = try lines(file).makeIterator()
    let header = lines.next()?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    var rows: [[String: Substring]] = []
    while let line = lines.next() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      rows.append(Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first }))
    }
    return rows
  }

  /// The lines of a file that are not empty.
  package static func lines(_ file: String) throws -> [String] {
    try Files.bytes(ProjectFolder.path + "/Tests/Truth/" + file).split { $0 == 10 }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
