import ModelCatalog

/// A model's weights at one quantization: the type of every tensor and what that costs where.
struct WeightsPlan: Sendable {
  let inventory: TensorInventory
  let choices: [TypeChoice]
  /// Bytes of each group's tensors of the base type, and of those of the raised one.
  private let amounts: [(base: Int, raised: Int)]
  /// Set for the packed formats of the safetensors runtimes.
  let packed: SafetensorsFormat?
  /// Bytes of tensors that stay in main memory, of those that go with the output layer, and of the layers.
  private(set) var inputBytes = 0
  private(set) var outputBytes = 0
  private(set) var repeatingBytes = 0
  /// The part of the layers' bytes that routed experts have.
  private(set) var expertBytes = 0
  /// Bytes of the input embedding when it serves as output head too.
  private(set) var tiedHeadBytes = 0

  init(_ inventory: TensorInventory, quantization: Quantization) {
    self.inventory = inventory
    packed = quantization.safetensorsFormat
    let recipe = QuantizationRecipe(quantization)
    var choices: [TypeChoice] = []
    var amounts: [(base: Int, raised: Int)] = []
    choices.reserveCapacity(inventory.groups.count)
    amounts.reserveCapacity(inventory.groups.count)
    for group in inventory.groups {
      let choice = recipe.choice(for: group, traits: inventory.traits)
      let raised = group.hits[choice.predicate]
      let amount = (
        base: Self.bytes(of: group, choice.base, count: group.count - raised, packed: packed),
        raised: raised > 0 ? Self.bytes(of: group, choice.raised, count: raised, packed: packed) : 0
      )
      choices.append(choice)
      amounts.append(amount)
      let bytes = Saturating.add(amount.base, amount.raised)
      switch group.site {
      case .input: inputBytes = Saturating.add(inputBytes, bytes)
      case .output: outputBytes = Saturating.add(outputBytes, bytes)
      case .repeating:
        repeatingBytes = Saturating.add(repeatingBytes, bytes)
        if group.experts > 0 { expertBytes = Saturating.add(expertBytes, bytes) }
      }
      if group.role == .tokenEmbedding, !inventory.traits.hasOutput { tiedHeadBytes = bytes }
    }
    self.choices = choices
    self.amounts = amounts
  }

  /// Bytes of all tensors.
  var totalBytes: Int { Saturating.add(Saturating.add(inputBytes, outputBytes), repeatingBytes) }

  /// Average bits of a weight.
  var bitsPerWeight: Double {
    let elements = inventory.elements
    return elements > 0 ? Double(totalBytes) * 8 / Double(elements) : 0
  }

  func bytes(of group: TensorGroup, _ type: TensorType, count: Int) -> Int {
    Self.bytes(of: group, type, count: count, packed: packed)
  }

  private static func bytes(
    of group: TensorGroup, _ type: TensorType, count: Int, packed: SafetensorsFormat?
  ) -> Int {
    guard let packed else { return group.bytes(of: type, count: count) }
    switch group.role {
    case .plain, .ropeFactors, .integers, .kept, .tokenEmbedding, .perLayerEmbedding, .output:
      return Saturating.multiply(group.width, group.rows, Saturating.multiply(2, count))
    default: return Saturating.multiply(packed.bytes(width: group.width, rows: group.rows), count)
    }
  }

  /// Bytes of each layer, and the part that its routed experts have.
  func bytesPerLayer() -> (all: [Int], experts: [Int]) {
    var all = [Int](repeating: 0, count: inventory.layerCount)
    var experts = all
    for (index, group) in inventory.groups.enumerated() where group.site == .repeating {
      let choice = choices[index]
      let base = bytes(of: group, choice.base, count: group.multiplicity)
      let raised = choice.predicate == .never ? base : bytes(of: group, choice.raised, count: group.multiplicity)
      for (position, layer) in group.layers.indices.enumerated() {
        let bytes = base != raised && group.satisfies(choice.predicate, at: position) ? raised : base
        all[layer] = Saturating.add(all[layer], bytes)
        if group.experts > 0 { experts[layer] = Saturating.add(experts[layer], bytes) }
      }
    }
    return (all, experts)
  }

  /// Adds what one token reads and computes with a part of the tensors.
  func add(_ part: WorkPart, to work: inout DeviceWork) {
    for (index, group) in inventory.groups.enumerated() {
      let choice = choices[index]
      var counts = (base: 0, raised: 0)
      switch group.site {
      case .input: if part.hasOutput, group.role == .tokenEmbedding, tiedHeadBytes > 0 { counts.base = 1 }
      case .output: if part.hasOutput { counts.base = group.count }
      case .repeating: counts = part.tensors(of: group, choice.predicate)
      }
      guard counts.base + counts.raised > 0 else { continue }
      let isHead = group.role == .tokenEmbedding
      let share = isHead ? 1 : group.tokenShare(usedExperts: inventory.usedExperts)
      guard share > 0 else { continue }
      let total = group.count - group.hits[choice.predicate]
      if counts.base > 0 {
        let bytes = counts.base == total ? amounts[index].base : bytes(of: group, choice.base, count: counts.base)
        add(bytes, choice.base, of: group, count: counts.base, share: share, to: &work)
      }
      if counts.raised > 0 {
        let all = group.hits[choice.predicate]
        let bytes = counts.raised == all ? amounts[index].raised : bytes(of: group, choice.raised, count: counts.raised)
        add(bytes, choice.raised, of: group, count: counts.raised, share: share, to: &work)
      }
    }
  }

  private func add(
    _ bytes: Int, _ type: TensorType, of group: TensorGroup, count: Int, share: Double, to work: inout DeviceWork
  ) {
    let elements = Double(group.width) * Double(group.rows) * Double(count)
    work.weightBytesPerToken.add(share == 1 ? bytes : Saturating.integer(Double(bytes) * share), of: type)
    work.multiplyAddsPerToken.add(Saturating.integer(elements * share), of: type)
    if group.site != .repeating { work.headMultiplyAdds.add(Saturating.integer(elements * share), of: type) }
    work.weightBytesPerBatch.add(bytes, of: type)
  }
}

/// A part of a model that one device computes.
struct WorkPart: Sendable {
  var layers: Range<Int>
  var hasOutput: Bool
  /// Which of the layers' tensors: all, all but experts, or only experts, for layers below a bound.
  var experts = Experts.with

  enum Experts: Sendable, Equatable {
    case with
    /// Layers below the bound leave their experts to another device.
    case without(below: Int)
    /// Only the experts of the layers below the bound.
    case only(below: Int)
  }

  /// How many of a group's tensors of each choice belong to the part.
  func tensors(of group: TensorGroup, _ predicate: LayerPredicate) -> (base: Int, raised: Int) {
    if experts == .with, layers.lowerBound == 0, layers.upperBound == Int.max {
      let raised = group.hits[predicate]
      return (group.count - raised, raised)
    }
    var result = (base: 0, raised: 0)
    for (position, layer) in group.layers.indices.enumerated() where layers.contains(layer) {
      switch experts {
      case .with: break
      case .without(let bound): if group.experts > 0, layer < bound { continue }
      case .only(let bound): if group.experts == 0 || layer >= bound { continue }
      }
      if group.satisfies(predicate, at: position) {
        result.raised += group.multiplicity
      } else {
        result.base += group.multiplicity
      }
    }
    return result
  }

  /// Everything.
  static let whole = WorkPart(layers: 0..<Int.max, hasOutput: true)
}
