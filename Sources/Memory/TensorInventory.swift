import Architectures
import Models

/// Every tensor that llama.cpp loads for a model, in groups of equal ones.
struct TensorInventory: Sendable {
  var groups: [TensorGroup] = []
  /// The layers of groups, each list once; the first is of those outside the layers.
  var places = [Places()]
  var layerCount: Int
  /// Layers with routed experts.
  var expertLayers = LayerList()
  var usedExperts = 0
  var expertCount = 0
  var traits: RecipeTraits

  /// Weights of all tensors.
  private(set) var elements = 0

  /// Sums up the weights, once the groups are complete.
  mutating func countElements() {
    elements = groups.reduce(0) { $1.role == .ropeFactors ? $0 : Saturating.add($0, $1.elements) }
  }

  /// Takes over how many experts a token is routed to, of how many.
  mutating func countExperts(_ structure: ModelStructure) {
    guard let experts = structure.kinds.lazy.compactMap(\.experts).first else { return }
    (usedExperts, expertCount) = (experts.usedCount, experts.count)
  }

  /// Bytes of all tensors under a recipe.
  func bytes(_ recipe: QuantizationRecipe) -> Int {
    var total = 0
    for group in groups {
      let choice = recipe.choice(for: group, traits: traits)
      let raised = group.hits[choice.predicate]
      if raised > 0 { total = Saturating.add(total, group.bytes(of: choice.raised, count: raised)) }
      total = Saturating.add(total, group.bytes(of: choice.base, count: group.count - raised))
    }
    return total
  }
}

extension TensorGroup {
  /// Bytes of `count` of the group's tensors in one type.
  func bytes(of type: TensorType, count: Int) -> Int {
    Saturating.multiply(fixedBytes ?? type.bytes(width: width, rows: rows), count)
  }

  /// Share of the tensor that one token needs: the experts it is routed to, and no rows that are looked up.
  func tokenShare(usedExperts: Int) -> Double {
    if isLookup { return 0 }
    return experts > 0 ? Double(min(usedExperts, experts)) / Double(experts) : 1
  }
}

/// Collects the tensors of one model.
struct InventoryBuilder {
  let structure: ModelStructure
  var inventory: TensorInventory

  init(_ structure: ModelStructure) {
    self.structure = structure
    inventory = TensorInventory(layerCount: structure.layerCount, traits: RecipeTraits(structure))
    inventory.countExperts(structure)
  }

  /// Groups over the same layers that follow each other share one list.
  private mutating func place(_ layers: LayerList) -> Int {
    let last = inventory.places.count - 1
    if last > 0, inventory.places[last].layers == layers { return last }
    inventory.places.append(Places(layers))
    return last + 1
  }

  /// Adds a matrix to each of `layers`.
  mutating func matrix(
    _ role: TensorRole, _ width: Int, _ rows: Int, in layers: LayerList, experts: Int = 0, stacked: Int = 0,
    times multiplicity: Int = 1
  ) {
    guard width > 0, rows > 0, !layers.isEmpty else { return }
    let depth = max(experts, stacked, 1)
    inventory.groups.append(
      TensorGroup(
        role: role, site: .repeating, width: width, rows: Saturating.multiply(rows, depth), experts: experts,
        isStacked: depth > 1, place: place(layers), count: layers.indices.count * multiplicity,
        multiplicity: multiplicity, isLookup: role == .integers))
  }

  /// Adds F32 numbers to each of `layers`.
  mutating func plain(_ elements: Int, in layers: LayerList) {
    guard elements > 0, !layers.isEmpty else { return }
    inventory.groups.append(
      TensorGroup(
        role: .plain, site: .repeating, width: elements, rows: 1, experts: 0, isStacked: false, place: place(layers),
        count: layers.indices.count, multiplicity: 1, isLookup: false))
  }

  /// Adds a tensor outside the layers.
  mutating func global(
    _ role: TensorRole, _ width: Int, _ rows: Int, site: TensorSite, isLookup: Bool = false, stacked: Int = 1
  ) {
    guard width > 0, rows > 0 else { return }
    inventory.groups.append(
      TensorGroup(
        role: role, site: site, width: width, rows: Saturating.multiply(rows, stacked), experts: 0,
        isStacked: stacked > 1, place: 0, count: 1, multiplicity: 1, isLookup: isLookup))
  }

  /// Fills in how often each recipe's predicate holds, from the order in which the quantizer sees the tensors.
  mutating func count() {
    let hasExperts = inventory.expertCount > 1
    let valueBefore = Self.running(presence { $0.isValueLike })
    let downBefore = Self.running(presence { $0 == .feedForwardDown })
    var downSeen = [Int](repeating: 0, count: structure.layerCount)
    for index in inventory.groups.indices where inventory.groups[index].site == .repeating {
      let role = inventory.groups[index].role
      var places = Places(inventory.places[inventory.groups[index].place].layers)
      (places.positionTotal, places.runningTotal) = (structure.layerCount, structure.layerCount)
      let layers = places.layers.indices
      let asked: [LayerPredicate]
      switch role {
      case .attentionV, .attentionQKV, .attentionKVB:
        places.positionTotal = valueBefore.total
        places.positions = layers.map { valueBefore.before[$0] }
        asked = [.moreBits, .firstTwo, .firstFour]
      case .feedForwardDown:
        places.runningPositions = layers.map { layer in
          defer { downSeen[layer] += 1 }
          return downBefore.before[layer] + downSeen[layer]
        }
        places.positions = hasExperts ? layers : places.runningPositions
        asked = [.firstEighth, .firstSixteenth, .moreBits, .runningFirstEighth]
      case .feedForwardGate, .feedForwardUp:
        let before = hasExperts ? nil : Self.running(presence { $0 == role })
        places.positions = layers.map { before?.before[$0] ?? $0 }
        asked = [.middle]
      default: continue
      }
      inventory.groups[index].hits = places.hits(asked)
      inventory.groups[index].place = inventory.places.count
      inventory.places.append(places)
    }
  }

  /// How many tensors of a role each layer has.
  private func presence(of matches: (TensorRole) -> Bool) -> [Int] {
    var result = [Int](repeating: 0, count: structure.layerCount)
    for group in inventory.groups where group.site == .repeating && matches(group.role) {
      for layer in inventory.places[group.place].layers.indices { result[layer] += group.multiplicity }
    }
    return result
  }

  /// The sum of all values before each, and of all.
  private static func running(_ values: [Int]) -> (before: [Int], total: Int) {
    var sum = 0
    let before = values.map { value in
      defer { sum += value }
      return sum
    }
    return (before, sum)
  }
}
