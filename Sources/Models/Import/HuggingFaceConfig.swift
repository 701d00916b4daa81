import Architectures
import Base

/// The text part of a `config.json` with what its class fills in, and a note of what was read.
///
/// A key that is null is as good as one that is missing, but its default does not count.
final class HuggingFaceConfig: ConfigurationKeys {
  let node: JSONNode
  /// transformers' `model_type`.
  let type: String
  /// Whether the text model stands inside the configuration of a larger one.
  let isPart: Bool
  private let members: [String: JSONNode]
  private let defaults: [String: JSONValue]
  /// Keys that were asked for, as the file has them.
  private(set) var read: Set<String> = []

  init(_ node: JSONNode, type: String, isPart: Bool) throws(JSONShapeError) {
    (self.node, self.type, self.isPart) = (node, type, isPart)
    members = Dictionary(try node.members().map { ($0.key, $0.node) }, uniquingKeysWith: { first, _ in first })
    let facts = TransformersDefaults.all?.types[type]
    defaults = facts?.defaults ?? [:]
  }

  /// Whether the file itself has one of the keys.
  func states(_ names: String...) -> Bool { names.contains { members[$0].map { $0.value != .null } ?? false } }

  /// The first of the keys that has something, as the file has it.
  func stated(_ names: [String]) -> (key: String, node: JSONNode)? {
    for name in names {
      read.insert(name)
      if let node = members[name], node.value != .null { return (name, node) }
    }
    return nil
  }

  private func filledIn(_ names: [String]) -> JSONValue? {
    for name in names where members[name] == nil {
      if let value = defaults[name] { return value }
    }
    return nil
  }

  /// A number of the file or of its class; something else than a whole number is an error.
  func number(_ names: String...) throws(JSONShapeError) -> Int? {
    guard let (_, node) = stated(names) else { return filledIn(names)?.integer }
    if let whole = node.value.number, whole >= 0, whole < 1e15, whole == whole.rounded() { return Int(whole) }
    // Some have one number for each layer, all the same.
    if let list = node.value.array?.map(\.integer), let first = list.first, list.allSatisfy({ $0 == first }) {
      return first
    }
    return try node.integer(in: 0...1 << 40)
  }

  func required(_ names: String...) throws(JSONShapeError) -> Int {
    for name in names {
      if let number = try number(name) { return number }
    }
    return try node.required(names.first ?? "").integer()
  }

  func integer(_ names: String...) -> Int? {
    for name in names {
      if let number = try? number(name) { return number }
    }
    return nil
  }

  func integers(_ name: String) -> [Int]? {
    guard let list = stated([name])?.node.value.array else { return nil }
    let numbers = list.compactMap(\.integer)
    return numbers.count == list.count ? numbers : nil
  }

  func bool(_ name: String) -> Bool? {
    guard let node = stated([name])?.node else {
      if case .bool(let flag)? = filledIn([name]) { return flag }
      return nil
    }
    if case .bool(let flag) = node.value { return flag }
    return nil
  }

  func words(_ name: String) -> [String]? {
    guard let list = stated([name])?.node.value.array else { return nil }
    let words = list.compactMap(\.string)
    return words.count == list.count ? words : nil
  }

  func string(_ name: String) -> String? { stated([name])?.node.value.string }

  /// An object inside, whose keys are read like these; its class fills in nothing.
  func part(_ name: String) throws(JSONShapeError) -> HuggingFaceConfig? {
    guard let node = stated([name])?.node, node.isObject else { return nil }
    return try HuggingFaceConfig(node, type: "", isPart: true)
  }

  /// Keys of the file that were not asked for, with their values, where they differ from the class's own.
  var unread: [(key: String, node: JSONNode)] {
    members.filter { key, node in !read.contains(key) && node.value != defaults[key] }
      .map { ($0.key, $0.value) }.sorted { $0.key < $1.key }
  }
}
