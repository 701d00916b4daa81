import Base

/// Identifiers of single devices, which a recording must not have, and the names that stand for them in it.
///
/// A user may pick devices by their identifiers, so that leaving them out would change the recorded machine.
struct DeviceIdentifiers: Equatable {
  /// `GPU-recorded-001` by the identifier.
  private(set) var names: [String: String] = [:]

  init() {}

  /// Those in a document of drivers' answers.
  init(in document: JSONValue) { collect(document) }

  private mutating func collect(_ value: JSONValue) {
    for member in value.members ?? [] {
      if member.key == "uuid", let text = member.value.string, names[text] == nil {
        let number = String(names.count + 1)
        let padding = String(repeating: "0", count: max(0, 3 - number.count))
        names[text] = (text.hasPrefix("MIG-") ? "MIG-" : "GPU-") + "recorded-" + padding + number
      }
      collect(member.value)
    }
    for element in value.array ?? [] { collect(element) }
  }

  /// The document with the names in the identifiers' place.
  func replaced(in value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.map { member in
          guard member.key == "uuid" else { return .init(member.key, replaced(in: member.value)) }
          return .init(member.key, member.value.string.flatMap { names[$0] }.map(JSONValue.string) ?? .null)
        })
    case .array(let elements): .array(elements.map(replaced))
    default: value
    }
  }

  /// A list such as `CUDA_VISIBLE_DEVICES` with the names in the identifiers' place, which may be written in part.
  func replaced(inList text: String) -> String {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      let word = trimmed(word)
      guard word.hasPrefix("GPU-") || word.hasPrefix("MIG-") else { return word }
      let known = names.sorted { $0.value < $1.value }.first { $0.key.lowercased().hasPrefix(word.lowercased()) }
      return known?.value ?? String(word.prefix(4)) + "recorded-none"
    }
    return words.joined(separator: ",")
  }
}
