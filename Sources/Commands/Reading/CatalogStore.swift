import Base
import Glibc
import Models

/// The catalogue that `catalog update` was given, in the user's data folder.
///
/// Each bundle is a folder of its own under its digest; `state.json` names the one in use and the one before it. It is
/// replaced as a whole, so that commands see the old catalogue or the new one.
struct CatalogStore {
  let folder: String

  /// Nil where there is no place for it.
  init?(_ surroundings: Surroundings) {
    guard let data = surroundings.dataFolder else { return nil }
    folder = data + "/catalog"
  }

  /// What is known of a stored bundle.
  struct Bundle: Equatable {
    var sha256: String
    /// Where it came from.
    var source: String
    /// Nil where it has none.
    var version: String?
    var date: String?
    /// The day on which it was taken.
    var taken: String
    /// Names inside the bundle.
    var files: [String]
  }

  struct State: Equatable {
    /// Nil: the built-in catalogue.
    var current: Bundle?
    var previous: Bundle?
  }

  /// Empty where nothing was ever taken; nil where what is there cannot be read.
  var state: State? {
    let path = folder + "/state.json"
    guard FileQuestions.exists(path) else { return State() }
    guard let bytes = PrivateFile.bytes(path, limit: 1 << 20), let root = try? JSONNode(parsing: bytes) else {
      return nil
    }
    return try? State(root)
  }

  /// The files of the catalogue in use; nil where that is the built-in one.
  func files() throws -> [CatalogLoader.File]? {
    guard let state else { throw Failure(.failed, "\(folder)/state.json cannot be read") }
    guard let bundle = state.current else { return nil }
    return try bundle.files.map { name in
      let path = path(of: bundle) + "/" + name
      guard let bytes = PrivateFile.bytes(path, limit: InputFile.limit) else {
        throw Failure(.failed, "\(path) cannot be read")
      }
      return CatalogLoader.File(name: path, bytes: bytes)
    }
  }

  /// Keeps a bundle and uses it from now on; the one in use becomes the previous one.
  func take(_ bundle: CatalogBundle, as facts: Bundle) throws {
    let place = path(of: facts)
    for file in bundle.files {
      let path = place + "/" + file.name
      let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      if let reason = PrivateFile.write(String(decoding: file.bytes, as: UTF8.self), to: path, makingFolder: parent) {
        throw Failure(.cannotCreate, "the catalogue is not stored: \(reason)")
      }
    }
    let before = state
    let isSame = before?.current?.sha256 == facts.sha256
    let after = State(current: facts, previous: isSame ? before?.previous : before?.current)
    try write(after)
    let kept = [after.current?.sha256, after.previous?.sha256]
    if let old = before?.previous, !kept.contains(old.sha256) { remove(old) }
  }

  /// Removes what nothing leads back to; what is left of it harms nobody.
  private func remove(_ bundle: Bundle) {
    for file in bundle.files { unlink(path(of: bundle) + "/" + file) }
    rmdir(path(of: bundle) + "/models")
    rmdir(path(of: bundle))
  }

  /// Uses the catalogue before the one in use again, and returns it; nil: the built-in one.
  func revert() throws -> Bundle? {
    guard let state, let current = state.current else {
      throw Failure(.usage, "no updated catalogue is in use", hint: "'plimsoll catalog update FILE' takes one")
    }
    try write(State(current: state.previous, previous: nil))
    if current.sha256 != state.previous?.sha256 { remove(current) }
    return state.previous
  }

  private func path(of bundle: Bundle) -> String { folder + "/" + bundle.sha256 }

  private func write(_ state: State) throws {
    let text = JSONWriter.text(
      JSONValue.object(["current": Self.json(state.current), "previous": Self.json(state.previous)]))
    if let reason = PrivateFile.write(text, to: folder + "/state.json", makingFolder: folder) {
      throw Failure(.cannotCreate, "the catalogue is not taken: \(reason)")
    }
  }

  private static func json(_ bundle: Bundle?) -> JSONValue {
    guard let bundle else { return .null }
    return JSONValue.object([
      "sha256": .string(bundle.sha256), "source": .string(bundle.source),
      "version": bundle.version.map(JSONValue.string) ?? .null, "date": bundle.date.map(JSONValue.string) ?? .null,
      "taken": .string(bundle.taken), "files": .array(bundle.files.map(JSONValue.string)),
    ])
  }
}

extension CatalogStore.State {
  fileprivate init(_ node: JSONNode) throws(JSONShapeError) {
    current = try node.optional("current").map { node throws(JSONShapeError) in try CatalogStore.Bundle(node) }
    previous = try node.optional("previous").map { node throws(JSONShapeError) in try CatalogStore.Bundle(node) }
  }
}

extension CatalogStore.Bundle {
  fileprivate init(_ node: JSONNode) throws(JSONShapeError) {
    sha256 = try node.required("sha256").string()
    guard SHA256.isDigest(sha256) else { throw try node.required("sha256").mismatch("a SHA-256") }
    source = try node.required("source").string()
    version = try node.optional("version")?.string()
    date = try node.optional("date")?.string()
    taken = try node.required("taken").string()
    files = []
    for file in try node.required("files").elements() {
      let name = try file.string()
      guard CatalogLoader.isInBundle(name) else { throw file.mismatch("a file of a catalogue") }
      files.append(name)
    }
  }
}
