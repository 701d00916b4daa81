/// What `emit` prints for people and shells.
package enum EmitText {
  /// The files as they are; where there are several, each below its name.
  package static func files(_ files: [EmittedFile]) -> String {
    guard files.count > 1 else { return files.map(\.text).joined() }
    return files.map { "# ==> \($0.path) <==\n\($0.text)" }.joined(separator: "\n")
  }

  package static func formats(_ emission: Emission, style: TextStyle) -> String {
    let formats = emission.formats ?? []
    let column = formats.map(\.name.count).max() ?? 0
    return formats.map { name, meaning in
      style.bold(name) + String(repeating: " ", count: column - name.count + 2) + meaning + "\n"
    }.joined()
  }
}
