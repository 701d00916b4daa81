import Base
import Models

/// What a pull says before it starts.
package enum PullText {
  /// Size and digest of a file, as far as they are known; nil where nothing is.
  package static func facts(_ artefact: Artefact?) -> String? {
    let facts = [artefact?.bytes.map(ByteSize.text), artefact?.sha256.map { "sha256 \($0)" }].compactMap(\.self)
    return facts.isEmpty ? nil : facts.joined(separator: ", ")
  }
}
