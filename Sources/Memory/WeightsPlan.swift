import Models

/// A model's weights at one quantization: the type of every tensor and what that costs where.
struct WeightsPlan: Sendable {
  let inventory: TensorInventory
  private let recipe: QuantizationRecipe
  /// Set for the packed formats of the safetensors runtimes.
  private let packed: SafetensorsFormat?
  /// Bytes of tensors that stay in main memory, of those that go with the output layer, and of the layers.
  private(set) var inputBytes = 0
  private(set) var outputBytes = 0
  private(set) var repeatingBytes = 0
  /// Bytes of the input embedding when it serves as output head too.
  private(set) var tiedHeadBytes = 0
  /// What a published file takes of what its recipe plans.
  private var share = 1.0
  /// The types of each group's tensors and the bytes that the recipe plans of them.
  private var planned: [(choice: TypeChoice, base: Int, raised: Int)] = []

  init(_ inventory: TensorInventory, quantization: Quantization) {
    self.inventory = inventory
    packed = quantization.safetensorsFormat
    recipe = QuantizationRecipe(quantization)
    planned.reserveCapacity(inventory.groups.count)
    for group in inventory.groups {
      let choice = choice(for: group)
      let raised = group.hits[choice.predicate]
      planned.append(
        (
          choice, plannedBytes(of: group, choice.base, count: group.count - raised),
          raised == 0 ? 0 : plannedBytes(of: group, choice.raised, count: raised)
        ))
    }
    sum()
  }

  private mutating func sum() {
    (inputBytes, outputBytes, repeatingBytes, tiedHeadBytes) = (0, 0, 0, 0)
    for (group, planned) in zip(inventory.groups, planned) {
      let base = shared(planned.base)
      let bytes = planned.raised == 0 ? base : Saturating.add(base, shared(planned.raised))
      switch group.site {
      case .input: inputBytes = Saturating.add(inputBytes, bytes)
      case .output: outputBytes = Saturating.add(outputBytes, bytes)
      case .repeating: repeatingBytes = Saturating.add(repeatingBytes, bytes)
      }
      if group.role == .tokenEmbedding, !inventory.traits.hasOutput { tiedHeadBytes = bytes }
    }
  }

  /// The same weights in a file with so many bytes of tensors: each takes its share.
  func filling(_ bytes: Int) -> WeightsPlan {
    var result = self
    result.share = Double(bytes) / Double(max(totalBytes, 1))
    result.sum()
    return result
  }

  private func shared(_ bytes: Int) -> Int { share == 1 ? bytes : Saturating.integer(Double(bytes) * share) }

  /// Bytes of all tensors.
  var totalBytes: Int { Saturating.add(Saturating.add(inputBytes, outputBytes), repeatingBytes) }

  /// Average bits of a weight.
  var bitsPerWeight: Double {
    let elements = inventory.elements
    return elements > 0 ? Double(totalBytes) * 8 / Double(elements) : 0
  }

  /// The types of a group's tensors.
  func choice(for group: TensorGroup) -> TypeChoice { recipe.choice(for: group, traits: inventory.traits) }

  /// Bytes of `count` of a group's tensors in one type.
  func bytes(of group: TensorGroup, _ type: TensorType, count: Int) -> Int {
    shared(plannedBytes(of: group, type, count: count))
  }

  private func plannedBytes(of group: TensorGroup, _ type: TensorType, count: Int) -> Int {
    guard let packed else { return group.bytes(of: type, count: count) }
    switch group.role {
    case .plain, .ropeFactors, .integers, .kept, .tokenEmbedding, .perLayerEmbedding, .output:
      return Saturating.multiply(group.width, group.rows, Saturating.multiply(2, count))
    default:
      if packed.expertsOnly, group.experts == 0 {
        return Saturating.multiply(group.width, group.rows, Saturating.multiply(2, count))
      }
      return Saturating.multiply(packed.bytes(width: group.width, rows: group.rows), count)
    }
  }

  /// Bytes of each layer, and the part that its routed experts have.
  func bytesPerLayer() -> (all: [Int], experts: [Int]) {
    var all = [Int](repeating: 0, count: inventory.layerCount)
    var experts = all
    for group in inventory.groups where group.site == .repeating {
      let choice = choice(for: group)
      let base = bytes(of: group, choice.base, count: group.multiplicity)
      let raised = choice.predicate == .never ? base : bytes(of: group, choice.raised, count: group.multiplicity)
      let places = inventory.places[group.place]
      for (position, layer) in places.layers.indices.enumerated() {
        let bytes = base != raised && places.satisfies(choice.predicate, at: position) ? raised : base
        all[layer] = Saturating.add(all[layer], bytes)
        if group.experts > 0 { experts[layer] = Saturating.add(experts[layer], bytes) }
      }
    }
    return (all, experts)
  }

  /// Bytes of the largest tensor of a layer.
  var largestRepeatingBytes: Int {
    var most = 0
    for group in inventory.groups where group.site == .repeating && !group.isLookup {
      let choice = choice(for: group)
      most = max(most, bytes(of: group, choice.base, count: 1))
      if choice.predicate != .never { most = max(most, bytes(of: group, choice.raised, count: 1)) }
    }
    return most
  }

  /// Adds what one token reads and computes with a part of the tensors.
  func add(_ part: WorkPart, to work: inout DeviceWork) {
    for (group, planned) in zip(inventory.groups, planned) {
      let isHead = group.role == .tokenEmbedding
      let share = isHead ? 1 : group.tokenShare(usedExperts: inventory.usedExperts)
      guard share > 0 else { continue }
      let choice = planned.choice
      var counts = (base: 0, raised: 0)
      switch group.site {
      case .input: if part.hasOutput, isHead, tiedHeadBytes > 0 { counts.base = 1 }
      case .output: if part.hasOutput { counts.base = group.count }
      case .repeating: counts = part.tensors(of: group, inventory.places[group.place], choice.predicate)
      }
      if counts.base > 0 { add(choice.base, of: group, count: counts.base, share: share, to: &work) }
      if counts.raised > 0 { add(choice.raised, of: group, count: counts.raised, share: share, to: &work) }
    }
  }

  private func add(
    _ type: TensorType, of group: TensorGroup, count: Int, share: Double, to work: inout DeviceWork
  ) {
    let bytes = bytes(of: group, type, count: count)
    let elements = Double(group.width) * Double(group.rows) * Double(count)
    let multiplyAdds = Saturating.integer(elements * share)
    work.add(
      DeviceWork.Weights(
        type: type, bytesPerToken: share == 1 ? bytes : Saturating.integer(Double(bytes) * share),
        multiplyAddsPerToken: multiplyAdds, headMultiplyAdds: group.site == .repeating ? 0 : multiplyAdds,
        bytesPerBatch: bytes))
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
  func tensors(of group: TensorGroup, _ places: Places, _ predicate: LayerPredicate) -> (base: Int, raised: Int) {
    if experts == .with, layers.lowerBound == 0, layers.upperBound == Int.max {
      let raised = group.hits[predicate]
      return (group.count - raised, raised)
    }
    var result = (base: 0, raised: 0)
    for (position, layer) in places.layers.indices.enumerated() where layers.contains(layer) {
      switch experts {
      case .with: break
      case .without(let bound): if group.experts > 0, layer < bound { continue }
      case .only(let bound): if group.experts == 0 || layer >= bound { continue }
      }
      if places.satisfies(predicate, at: position) {
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
