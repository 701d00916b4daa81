/// Something by which hosts differ from what they should be.
package struct Oddity: Sendable, Equatable {
  package var finding: Finding
  /// By name.
  package var hosts: [String]

  package enum Finding: Sendable, Hashable {
    /// Fewer usable cards of a kind than most hosts of the same make have.
    case missingCards(name: String, found: Int, expected: Int)
    /// A card that no runtime can use, and why.
    case unusableCard(name: String, reason: String)
    /// Main memory far slower than its processors are built for, in bytes per second.
    case emptyChannels(found: Double, expected: Double)
    /// Less main memory than most hosts of the same make have, in bytes.
    case lessMemory(found: Int, expected: Int)
    case fewerThreads(found: Int, expected: Int)
    /// A card in a slot of few lanes.
    case narrowLink(card: String, lanes: Int, expected: Int)
    /// The processors' clock now, in hertz, far below that of the class or of what they can do.
    case slowClock(expected: Double, now: Bool)
    case powerLimit(card: String, watts: Double, expected: Double)
    /// A driver older than most hosts of the class have.
    case olderDriver(version: String, expected: String)
    /// A driver that runs nothing that is built with a CUDA of this number.
    case driverWithoutCUDA(version: String, cuda: String, needed: String)
    /// Less than usual is free of main memory, or of a card.
    case busyMemory(expected: Int)
    case busyCard(name: String, expected: Int)

    /// Whether the host is taken by something else for now.
    var isBusy: Bool {
      switch self {
      case .busyMemory, .busyCard: true
      default: false
      }
    }

    package enum Kind: String, Sendable, CaseIterable {
      case missingCard = "missing-card"
      case unusableCard = "unusable-card"
      case memoryChannels = "memory-channels"
      case lessMemory = "less-memory"
      case fewerProcessors = "fewer-processors"
      case narrowLink = "narrow-link"
      case throttled
      case oldDriver = "old-driver"
      case busy
    }

    package var kind: Kind {
      switch self {
      case .missingCards: .missingCard
      case .unusableCard: .unusableCard
      case .emptyChannels: .memoryChannels
      case .lessMemory: .lessMemory
      case .fewerThreads: .fewerProcessors
      case .narrowLink: .narrowLink
      case .slowClock, .powerLimit: .throttled
      case .olderDriver, .driverWithoutCUDA: .oldDriver
      case .busyMemory, .busyCard: .busy
      }
    }
  }
}
