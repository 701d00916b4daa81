extension Model {
  /// Whether it embeds what it reads and writes nothing.
  package var onlyReads: Bool { capabilities.contains(.embedding) && !capabilities.contains(.chat) }

  package enum Capability: String, Sendable, CaseIterable {
    case chat, code, reasoning, tools, vision, audio, embedding, rerank, multilingual, moderation, translation, ocr
    case timeSeries = "time-series"
    /// Its thoughts cannot be switched off.
    case alwaysThinks = "always-thinks"
  }

  /// A set of capabilities: a bit for each.
  package struct Capabilities: SetAlgebra, Sendable, Equatable {
    private var bits: UInt32 = 0

    package init() {}

    private init(bits: UInt32) { self.bits = bits }

    /// Them in the order of their declaration.
    package var all: [Capability] { Capability.allCases.filter(contains) }

    package func contains(_ member: Capability) -> Bool { bits & member.bit != 0 }

    @discardableResult
    package mutating func insert(_ member: Capability) -> (inserted: Bool, memberAfterInsert: Capability) {
      let isNew = !contains(member)
      bits |= member.bit
      return (isNew, member)
    }

    @discardableResult
    package mutating func remove(_ member: Capability) -> Capability? {
      guard contains(member) else { return nil }
      bits &= ~member.bit
      return member
    }

    package mutating func update(with member: Capability) -> Capability? { insert(member).inserted ? nil : member }

    package func union(_ other: Capabilities) -> Capabilities { Capabilities(bits: bits | other.bits) }
    package func intersection(_ other: Capabilities) -> Capabilities { Capabilities(bits: bits & other.bits) }
    package func symmetricDifference(_ other: Capabilities) -> Capabilities { Capabilities(bits: bits ^ other.bits) }
    package mutating func formUnion(_ other: Capabilities) { bits |= other.bits }
    package mutating func formIntersection(_ other: Capabilities) { bits &= other.bits }
    package mutating func formSymmetricDifference(_ other: Capabilities) { bits ^= other.bits }
    package func isDisjoint(with other: Capabilities) -> Bool { bits & other.bits == 0 }
    package var isEmpty: Bool { bits == 0 }
  }
}

extension Model.Capability {
  fileprivate var bit: UInt32 {
    let place: UInt32 =
      switch self {
      case .chat: 0
      case .code: 1
      case .reasoning: 2
      case .tools: 3
      case .vision: 4
      case .audio: 5
      case .embedding: 6
      case .rerank: 7
      case .multilingual: 8
      case .moderation: 9
      case .translation: 10
      case .ocr: 11
      case .timeSeries: 12
      case .alwaysThinks: 13
      }
    return 1 << place
  }
}
