import Architectures

extension ModelStructure {
  /// The layers that have a part, grouped by it, in order of first appearance.
  ///
  /// Here and not beside the structure, since the compiler makes generic code for a type only within one module.
  func layers<Part: Equatable>(by part: (Layer) -> Part?) -> [(part: Part, layers: [Int])] {
    var groups: [(part: Part, kinds: [Int])] = []
    for (kind, layer) in kinds.enumerated() {
      guard let part = part(layer) else { continue }
      if let index = groups.firstIndex(where: { $0.part == part }) {
        groups[index].kinds.append(kind)
      } else {
        groups.append((part, [kind]))
      }
    }
    return groups.map { ($0.part, layers(ofKinds: $0.kinds)) }
  }
}
