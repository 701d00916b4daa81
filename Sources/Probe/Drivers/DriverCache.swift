import Base

/// Keeps what the Vulkan drivers told from one run to the next: starting them takes longer than everything else that the
/// probe does.
///
/// What changes from moment to moment, free memory, is never kept. An answer of which that matters is asked for anew.
package struct DriverCache: Sendable {
  /// The cache folder, such as `/home/me/.cache/plimsoll`; nil keeps nothing.
  let folder: String?
  /// The program's version: another one may ask for more.
  let version: String

  /// Whether the drivers are to be asked whatever is kept.
  let asksAgain: Bool

  package init(folder: String?, version: String, asksAgain: Bool = false) {
    self.folder = folder
    self.version = version
    self.asksAgain = asksAgain
  }

  private static let schema = "plimsoll.driver-cache/1"
  private static let limit = 1 << 20
  private static let mostDevices = 64

  /// What the drivers told when they were last asked, under this identity; nil when that cannot be told.
  func vulkan(identity: String) -> JSONValue? {
    guard !asksAgain, let file, let bytes = PrivateFile.bytes(file, limit: Self.limit),
      let kept = try? JSONParser.parse(bytes),
      kept["schema"]?.string == Self.schema, kept["version"]?.string == version,
      kept["identity"]?.string == identity, let answer = kept["vulkan"],
      let devices = answer["devices"]?.array, devices.count <= Self.mostDevices,
      case .devices(let read)? = DriverReport(document: .object(["vulkan": answer]))?.vulkan,
      read.count == devices.count
    else { return nil }
    return answer
  }

  /// Keeps an answer; a cache that cannot be written is none.
  func keep(vulkan answer: JSONValue, identity: String) {
    guard let folder, let file else { return }
    let document: JSONValue = .object([
      "schema": .string(Self.schema), "version": .string(version), "identity": .string(identity),
      "vulkan": Self.withoutFreeMemory(answer),
    ])
    _ = PrivateFile.write(JSONWriter.text(document), to: file, makingFolder: folder)
  }

  private var file: String? { folder.map { $0 + "/drivers.json" } }

  private static func withoutFreeMemory(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !["budget_bytes", "usage_bytes"].contains($0.key) }.map {
          .init($0.key, withoutFreeMemory($0.value))
        })
    case .array(let elements): .array(elements.map(withoutFreeMemory))
    default: value
    }
  }
}
