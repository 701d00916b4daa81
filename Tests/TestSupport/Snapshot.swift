import Glibc
import Testing

/// Compares a text with `Snapshots/<name>` beside the test file; `PLIMSOLL_RECORD=1` writes it instead.
package func expectSnapshot(
  _ text: String, named name: String, file: StaticString = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = "\(file)".split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  let path = folder + "/Snapshots/" + name
  if getenv("PLIMSOLL_RECORD") != nil {
    mkdir(folder + "/Snapshots", 0o777)
    try Files.write(text, to: path)
    return
  }
  let expected = try Files.text(path)
  guard text != expected else { return }
  let (found, wanted) = (
    text.split(separator: "\n", omittingEmptySubsequences: false),
    expected.split(separator: "\n", omittingEmptySubsequences: false)
  )
  let difference =
    (0..<max(found.count, wanted.count)).first { index in
      index >= found.count || index >= wanted.count || found[index] != wanted[index]
    } ?? 0
  let have = difference < found.count ? String(found[difference]) : "(end)"
  let want = difference < wanted.count ? String(wanted[difference]) : "(end)"
  Issue.record(
    "\(name) differs first at line \(difference + 1):\n  have: \(have)\n  want: \(want)", sourceLocation: sourceLocation
  )
}
