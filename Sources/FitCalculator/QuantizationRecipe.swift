import ModelCatalog

/// The type of one group's tensors under a recipe: a base type, and another where a predicate holds.
struct TypeChoice: Sendable, Equatable {
  var base: TensorType
  var raised: TensorType
  var predicate: LayerPredicate

  init(_ base: TensorType) { self.init(base, raised: base, where: .never) }

  init(_ base: TensorType, raised: TensorType, where predicate: LayerPredicate) {
    self.base = base
    self.raised = raised
    self.predicate = predicate
  }
}

/// What recipes ask of a model as a whole.
struct RecipeTraits: Sendable {
  var architecture: String
  /// Query heads per key/value head of the first layer.
  var groupedQueries: Int
  var expertCount: Int
  var hasOutput: Bool
  /// Llama and Qwen 2 with 80 layers.
  var is70B: Bool

  init(_ architecture: Architecture) {
    self.architecture = architecture.name
    let kvHeads = architecture.latentAttention != nil ? 1 : architecture.kvHeadCount[0]
    groupedQueries = kvHeads > 0 ? architecture.headCount[0] / kvHeads : 0
    expertCount = architecture.experts?.count ?? 0
    hasOutput = !architecture.hasTiedEmbeddings
    is70B =
      architecture.layerCount == 80
      && (architecture.name == "llama" && groupedQueries != 1 || architecture.name == "qwen2")
  }
}

/// Stock llama.cpp's choice of a type per tensor, without importance matrix.
///
/// Rules: llama-quant.cpp, `llama_tensor_get_type_impl` and `tensor_type_fallback`.
struct QuantizationRecipe: Sendable {
  let name: String
  let base: TensorType

  init(_ quantization: Quantization) {
    name = quantization.name
    base = quantization.baseType
  }

  private var isIQ1: Bool { name == "IQ1_S" || name == "IQ1_M" }
  private var isSmallIQ2: Bool { name == "IQ2_XXS" || name == "IQ2_XS" }
  private var isLargeIQ2: Bool { name == "IQ2_S" || name == "IQ2_M" }
  private var isIQ1OrIQ2: Bool { isIQ1 || isSmallIQ2 || isLargeIQ2 }
  private var isUnquantized: Bool { base == .f32 || base == .f16 || base == .bf16 }

  /// The types of a group's tensors.
  func choice(for group: TensorGroup, traits: RecipeTraits) -> TypeChoice {
    if let type = group.fixedType { return TypeChoice(type) }
    switch group.role {
    case .plain, .ropeFactors: return TypeChoice(.f32)
    case .integers: return TypeChoice(.i32)
    case .kept: return TypeChoice(isUnquantized ? base : .f16)
    default: break
    }
    if isUnquantized { return TypeChoice(base) }
    var choice = wanted(for: group, traits: traits)
    choice.base = Self.fitting(choice.base, width: group.width)
    choice.raised = Self.fitting(choice.raised, width: group.width)
    return choice
  }

  private func wanted(for group: TensorGroup, traits: RecipeTraits) -> TypeChoice {
    let role = group.role
    let isEmbedding = role == .tokenEmbedding || role == .perLayerEmbedding
    if role == .output || isEmbedding && !traits.hasOutput { return TypeChoice(head(width: group.width)) }
    if name == "MXFP4_MOE" {
      let isExpert = traits.architecture == "bailingmoe3" ? group.experts > 0 : group.isStacked
      return TypeChoice(isExpert ? .mxfp4 : .q8_0)
    }
    if isEmbedding { return TypeChoice(embedding) }
    if isIQ1OrIQ2 { return smallest(for: role, traits: traits) }
    switch role {
    case .attentionV, .attentionQKV, .attentionKVB: return value(traits: traits)
    case .attentionK where traits.expertCount == 8: return TypeChoice(.q8_0)
    case .attentionK, .attentionQ:
      return TypeChoice(name == "IQ3_XS" ? .iq3_XXS : name == "IQ3_XXS" ? .iq2_S : base)
    case .feedForwardDown: return down(traits: traits)
    case .attentionOutput: return TypeChoice(attentionOutput(traits: traits))
    case .feedForwardGate, .feedForwardUp:
      return name == "IQ3_XS" ? TypeChoice(base, raised: .iq3_XXS, where: .middle) : TypeChoice(base)
    default: return TypeChoice(base)
    }
  }

  private func head(width: Int) -> TensorType {
    if name == "MXFP4_MOE" || width % base.blockElements != 0 { return .q8_0 }
    if isIQ1OrIQ2 || name == "IQ3_XXS" { return .q5_K }
    return base == .q8_0 ? .q8_0 : .q6_K
  }

  private var embedding: TensorType {
    if isIQ1 || isSmallIQ2 { return .q2_K }
    if isLargeIQ2 || name == "IQ3_XXS" { return .iq3_S }
    return base == .tq1_0 || base == .tq2_0 ? .q4_K : base
  }

  private func smallest(for role: TensorRole, traits: RecipeTraits) -> TypeChoice {
    let step: TensorType = isLargeIQ2 ? .iq3_S : .q2_K
    switch role {
    case .attentionV, .attentionQKV, .attentionKVB:
      return TypeChoice(traits.groupedQueries >= 4 || traits.expertCount >= 4 ? .q4_K : step)
    case .attentionK: return TypeChoice(traits.expertCount == 8 ? .q4_K : base)
    case .feedForwardDown: return TypeChoice(base, raised: step, where: .runningFirstEighth)
    case .attentionOutput:
      return TypeChoice(traits.expertCount == 8 ? .q5_K : isIQ1 ? .iq2_XXS : isLargeIQ2 ? .iq3_S : base)
    default: return TypeChoice(base)
    }
  }

  private func value(traits: RecipeTraits) -> TypeChoice {
    let isGrouped = traits.groupedQueries >= 4
    var choice: TypeChoice
    switch name {
    case "Q2_K": choice = TypeChoice(isGrouped ? .q4_K : .q3_K)
    case "Q2_K_S": choice = TypeChoice(isGrouped ? .q4_K : base)
    case "IQ3_XXS": choice = TypeChoice(isGrouped ? .q4_K : .iq3_S)
    case "IQ3_XS", "IQ3_S": choice = TypeChoice(isGrouped ? .q4_K : base)
    case "IQ3_M": choice = TypeChoice(.q4_K)
    case "Q3_K_M": choice = TypeChoice(.q4_K, raised: .q5_K, where: .firstTwo)
    case "Q3_K_L": choice = TypeChoice(.q5_K)
    case "IQ4_NL", "IQ4_XS": choice = TypeChoice(isGrouped ? .q5_K : base)
    case "Q4_K_M", "Q5_K_M": choice = TypeChoice(base, raised: .q6_K, where: .moreBits)
    case "Q4_K_S": choice = TypeChoice(base, raised: .q5_K, where: .firstFour)
    default: choice = TypeChoice(base)
    }
    if traits.is70B {
      if choice.base == .q3_K || choice.base == .q4_K { choice.base = .q5_K }
      if choice.raised == .q3_K || choice.raised == .q4_K { choice.raised = .q5_K }
    }
    return traits.expertCount == 8 ? TypeChoice(.q8_0) : choice
  }

  private func down(traits: RecipeTraits) -> TypeChoice {
    switch name {
    case "Q2_K": TypeChoice(.q3_K)
    case "Q2_K_S": TypeChoice(base, raised: .q4_K, where: .firstEighth)
    case "IQ3_XXS": TypeChoice(.q3_K, raised: .q4_K, where: .firstEighth)
    case "Q3_K_M": TypeChoice(.q4_K, raised: .q5_K, where: .firstSixteenth)
    case "IQ3_M": TypeChoice(base, raised: .q4_K, where: traits.expertCount == 8 ? .moreBits : .firstEighth)
    case "Q3_K_L": TypeChoice(.q5_K)
    case "Q4_K_M", "Q5_K_M": TypeChoice(base, raised: .q6_K, where: .moreBits)
    case "IQ4_NL", "IQ4_XS", "Q4_K_S": TypeChoice(base, raised: .q5_K, where: .firstEighth)
    default: TypeChoice(base)
    }
  }

  private func attentionOutput(traits: RecipeTraits) -> TensorType {
    if traits.expertCount == 8 {
      let raised = [
        "Q2_K", "IQ3_XS", "IQ3_XXS", "Q3_K_S", "Q3_K_M", "IQ4_NL", "Q4_K_S", "Q4_K_M", "IQ3_S", "IQ3_M", "IQ4_XS",
      ]
      return raised.contains(name) ? .q5_K : base
    }
    switch name {
    case "Q2_K": return .q3_K
    case "IQ3_XXS": return .iq3_S
    case "Q3_K_M", "IQ3_M": return .q4_K
    case "Q3_K_L": return .q5_K
    default: return base
    }
  }

  /// `type`, or the one that stands in for it when rows are no whole number of its blocks.
  static func fitting(_ type: TensorType, width: Int) -> TensorType {
    guard width % type.blockElements != 0 else { return type }
    let substitute: TensorType =
      switch type {
      case .iq1_S, .iq1_M, .iq2_XXS, .iq2_XS, .iq2_S, .iq3_XXS, .iq3_S, .iq4_XS: .iq4_NL
      case .q2_K, .q3_K, .tq1_0, .tq2_0: .q4_0
      case .q4_K: .q5_0
      case .q5_K: .q5_1
      case .q6_K: .q8_0
      default: type
      }
    return width % substitute.blockElements == 0 ? substitute : .f16
  }
}
