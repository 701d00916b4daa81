import Architectures

/// The metadata of one header under its architecture's prefix.
struct GGUFKeys: MetadataKeys {
  let header: GGUFHeader
  /// `general.architecture`, such as `qwen3moe`.
  let architecture: String
  /// What layers have in a description that comes without tensors.
  private let described: [GGUFDescribedLayers]

  init?(_ header: GGUFHeader) {
    guard let architecture = header.metadata["general.architecture"]?.string, !architecture.isEmpty else { return nil }
    self.header = header
    self.architecture = architecture
    described = header.tensors.isEmpty ? GGUFDescribedLayers.all(in: header.metadata, of: architecture) : []
  }

  /// The value of `<architecture>.<key>`.
  subscript(key: String) -> GGUFValue? { header.metadata[architecture + "." + key] }

  /// A whole number small enough that no product of dimensions overflows.
  package func integer(_ key: String) -> Int? {
    guard let number = self[key]?.integer, number <= 1 << 32 else { return nil }
    return number
  }

  /// One number per layer where the file has an array, otherwise the number itself in an array of one.
  package func integers(_ key: String) -> [Int]? {
    if let number = integer(key) { return [number] }
    guard let values = self[key]?.array else { return nil }
    let numbers = values.compactMap { value in value.integer.flatMap { $0 <= 1 << 32 ? $0 : nil } }
    return numbers.count == values.count && !numbers.isEmpty ? numbers : nil
  }

  /// Whether there is a key that begins so, with something else than zero.
  func has(keyBeginning beginning: String) -> Bool {
    let prefix = architecture + "." + beginning
    return header.metadata.contains { $0.key.hasPrefix(prefix) && $0.value.integer != 0 }
  }

  func general(_ key: String) -> String? { header.metadata["general." + key]?.string }

  /// Layers whose tensors include one with such a name part, sorted.
  package func layers(with part: String) -> [Int] {
    var layers: Set<Int> = []
    for group in described where group.name.hasPrefix(part) { layers.formUnion(group.layers) }
    for tensor in header.tensors {
      guard let (layer, rest) = Self.layer(of: tensor.name), rest.hasPrefix(part) else { continue }
      layers.insert(layer)
    }
    return layers.sorted()
  }

  func tensor(_ name: String) -> GGUFTensor? { header.tensors.first { $0.name == name } }

  package func rows(ofTensor name: String) -> Int? { tensor(name)?.dimensions.dropFirst().first }

  /// The layer number and the rest of a name such as `blk.12.attn_q.weight`.
  static func layer(of name: String) -> (layer: Int, rest: Substring)? {
    guard name.hasPrefix("blk.") else { return nil }
    let rest = name.dropFirst(4)
    guard let dot = rest.firstIndex(of: "."), let layer = Int(rest[..<dot]), layer >= 0 else { return nil }
    return (layer, rest[rest.index(after: dot)...])
  }
}
