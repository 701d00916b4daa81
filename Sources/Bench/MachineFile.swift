import Base

/// A file of the cache folder with what was measured of one machine, told from others by a key.
struct MachineFile {
  /// The cache folder; nil where there is none.
  let folder: String?
  let name: String

  private var path: String? { folder.map { $0 + "/" + name } }

  /// The runs kept under the key; none when there are none that can be read, or the file is not the user's own.
  func runs(_ key: String) -> [JSONNode] {
    guard let path, let bytes = PrivateFile.bytes(path, limit: 1 << 20), let document = try? JSONNode(parsing: bytes),
      (try? document.required("key").string()) == key
    else { return [] }
    return (try? document.required("runs").elements()) ?? []
  }

  /// Keeps runs; returns why it could not, or nil.
  func keep(_ runs: [JSONValue], _ key: String) -> String? {
    guard let folder, let path else { return "there is no cache folder (HOME and XDG_CACHE_HOME are not set)" }
    let document: JSONValue = .object(["key": .string(key), "runs": .array(runs)])
    return PrivateFile.write(JSONWriter.text(document), to: path, makingFolder: folder)
  }
}
