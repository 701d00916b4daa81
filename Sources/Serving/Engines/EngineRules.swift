import Base
import Machines

/// How an engine for safetensors takes memory, and what it runs on which cards.
package struct EngineRules: Sendable, Equatable {
  /// The part of each card that it takes: of the whole card, or of what its weights and buffers leave free.
  var memoryShare: Double
  var isShareOfTotal: Bool
  /// Context, activations and CUDA graphs on each card.
  var overheadBytes: Int
  /// Tokens of a block of its cache.
  var blockTokens: Int
  /// Sequences at once where nobody sets them: on cards from so many bytes on, and on others.
  private var mostSequences: (large: Int, largeFromBytes: Int, small: Int)
  /// Formats that it makes of a checkpoint of 16 bits while it loads.
  var quantizesOnLoad: Set<WeightFormat>
  /// Whose checkpoints it loads besides those of a model's maker; nil: anybody's.
  private var publishers: [String]?
  /// What cards must be built for; nil: anything.
  private var segments: [String]?
  /// The compute capability from which on a format runs.
  private var nvidia: [WeightFormat: Double]
  /// Beginnings of the targets on which it does.
  private var amd: [WeightFormat: [String]]
  private var intel: Set<WeightFormat>

  init(_ node: JSONNode) throws(JSONShapeError) {
    memoryShare = try node.required("memory_share").number()
    isShareOfTotal = try node.required("memory_share_of").string() == "total"
    overheadBytes = Int(try node.required("overhead_gib").number() * Double(ByteSize.gibibyte))
    blockTokens = try node.required("block_tokens").integer(in: 1...4096)
    let most = try node.required("most_sequences")
    mostSequences = (
      try most.required("large").integer(in: 1...65536),
      try most.required("large_from_gib").integer(in: 0...65536) * ByteSize.gibibyte,
      try most.required("small").integer(in: 1...65536)
    )
    quantizesOnLoad = try Self.formats(node.required("quantizes_on_load"))
    segments = try node.optional("segments")?.strings()
    publishers = try node.optional("publishers")?.strings()
    (nvidia, amd) = ([:], [:])
    for (name, capability) in try node.required("nvidia").members() {
      nvidia[try Self.format(name, capability)] = try capability.number()
    }
    for (name, targets) in try node.required("amd").members() {
      amd[try Self.format(name, targets)] = try targets.strings()
    }
    intel = try Self.formats(node.required("intel"))
  }

  private static func format(_ name: String, _ node: JSONNode) throws(JSONShapeError) -> WeightFormat {
    guard let format = WeightFormat(rawValue: name) else { throw node.mismatch("a format of weights as key") }
    return format
  }

  private static func formats(_ node: JSONNode) throws(JSONShapeError) -> Set<WeightFormat> {
    var formats: Set<WeightFormat> = []
    for name in try node.elements() { formats.insert(try format(name.string(), name)) }
    return formats
  }

  /// Whether it loads what is published at a repository for a model whose maker's repository is known.
  func loads(_ repository: String, maker: String?) -> Bool {
    guard let publishers else { return true }
    let publisher = repository.prefix { $0 != "/" }
    return publishers.contains { $0 == publisher } || maker.map { $0.prefix { $0 != "/" } == publisher } ?? false
  }

  func mostSequences(cardBytes: Int) -> Int {
    cardBytes >= mostSequences.largeFromBytes ? mostSequences.large : mostSequences.small
  }

  /// Why the engine does not run a format on a card; nil where it does.
  func refusal(_ format: WeightFormat, _ card: CardGroup) -> Refusal? {
    if let segments, !segments.contains(card.fact.segment ?? "") { return .cardNotListed }
    switch card.fact.vendor {
    case "nvidia":
      guard let needed = nvidia[format] else { return .formatUnknown }
      guard let capability = card.target.flatMap({ Double($0) }) else { return .targetUnknown }
      return capability >= needed ? nil : .needsCapability(needed, has: capability)
    case "amd":
      guard !amd.isEmpty else { return .vendorNotRun }
      guard let targets = amd[format] else { return .formatUnknown }
      guard let target = card.target else { return .targetUnknown }
      return targets.contains { target.hasPrefix($0) } ? nil : .needsTarget(targets, has: target)
    case "intel":
      return intel.isEmpty ? .vendorNotRun : intel.contains(format) ? nil : .formatUnknown
    default: return .vendorNotRun
    }
  }

  package static func == (left: EngineRules, right: EngineRules) -> Bool {
    left.memoryShare == right.memoryShare && left.nvidia == right.nvidia && left.amd == right.amd
      && left.intel == right.intel && left.overheadBytes == right.overheadBytes
      && left.mostSequences == right.mostSequences
  }
}
