import Architectures
import Models

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
  let recipe: Globals.Recipe
  var expertCount: Int
  var hasOutput: Bool

  init(_ structure: ModelStructure) {
    recipe = structure.globals.recipe
    expertCount = structure.kinds.lazy.compactMap(\.experts).first?.count ?? 0
    hasOutput = !structure.globals.hasTiedEmbeddings
  }
}

/// The recipes that treat some tensors apart; all others store every matrix alike.
enum RecipeName: String, Sendable {
  case iq1_M = "IQ1_M"
  case iq1_S = "IQ1_S"
  case iq2_M = "IQ2_M"
  case iq2_S = "IQ2_S"
  case iq2_XS = "IQ2_XS"
  case iq2_XXS = "IQ2_XXS"
  case iq3_M = "IQ3_M"
  case iq3_S = "IQ3_S"
  case iq3_XS = "IQ3_XS"
  case iq3_XXS = "IQ3_XXS"
  case iq4_NL = "IQ4_NL"
  case iq4_XS = "IQ4_XS"
  case mxfp4_MOE = "MXFP4_MOE"
  case q2_K = "Q2_K"
  case q2_K_S = "Q2_K_S"
  case q3_K_L = "Q3_K_L"
  case q3_K_M = "Q3_K_M"
  case q3_K_S = "Q3_K_S"
  case q4_K_M = "Q4_K_M"
  case q4_K_S = "Q4_K_S"
  case q5_K_M = "Q5_K_M"
  case plain
}

/// Stock llama.cpp's choice of a type per tensor, without importance matrix.
///
/// Rules: llama-quant.cpp, `llama_tensor_get_type_impl` and `tensor_type_fallback`.
struct QuantizationRecipe: Sendable {
  let name: RecipeName
  let base: TensorType

  init(_ quantization: Quantization) {
    name = quantization.recipe
    base = quantization.baseType
  }

  private var isIQ1: Bool { name == .iq1_S || name == .iq1_M }
  private var isSmallIQ2: Bool { name == .iq2_XXS || name == .iq2_XS }
  private var isLargeIQ2: Bool { name == .iq2_S || name == .iq2_M }
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
    if name == .mxfp4_MOE {
      let isExpert = traits.recipe.onlyExpertsAreMXFP4 ? group.experts > 0 : group.isStacked
      return TypeChoice(isExpert ? .mxfp4 : .q8_0)
    }
    if isEmbedding { return TypeChoice(embedding) }
    if isIQ1OrIQ2 { return smallest(for: role, traits: traits) }
    switch role {
    case .attentionV, .attentionQKV, .attentionKVB: return value(traits: traits)
    case .attentionK where traits.expertCount == 8: return TypeChoice(.q8_0)
    case .attentionK, .attentionQ:
      return TypeChoice(name == .iq3_XS ? .iq3_XXS : name == .iq3_XXS ? .iq2_S : base)
    case .feedForwardDown: return down(traits: traits)
    case .attentionOutput: return TypeChoice(attentionOutput(traits: traits))
    case .feedForwardGate, .feedForwardUp:
      return name == .iq3_XS ? TypeChoice(base, raised: .iq3_XXS, where: .middle) : TypeChoice(base)
    default: return TypeChoice(base)
    }
  }

  private func head(width: Int) -> TensorType {
    if name == .mxfp4_MOE || width % base.blockElements != 0 { return .q8_0 }
    if isIQ1OrIQ2 || name == .iq3_XXS { return .q5_K }
    return base == .q8_0 ? .q8_0 : .q6_K
  }

  private var embedding: TensorType {
    if isIQ1 || isSmallIQ2 { return .q2_K }
    if isLargeIQ2 || name == .iq3_XXS { return .iq3_S }
    return base == .tq1_0 || base == .tq2_0 ? .q4_K : base
  }

  private func smallest(for role: TensorRole, traits: RecipeTraits) -> TypeChoice {
    let step: TensorType = isLargeIQ2 ? .iq3_S : .q2_K
    switch role {
    case .attentionV, .attentionQKV, .attentionKVB:
      return TypeChoice(traits.recipe.groupedQueries >= 4 || traits.expertCount >= 4 ? .q4_K : step)
    case .attentionK: return TypeChoice(traits.expertCount == 8 ? .q4_K : base)
    case .feedForwardDown: return TypeChoice(base, raised: step, where: .runningFirstEighth)
    case .attentionOutput:
      return TypeChoice(traits.expertCount == 8 ? .q5_K : isIQ1 ? .iq2_XXS : isLargeIQ2 ? .iq3_S : base)
    default: return TypeChoice(base)
    }
  }

  private func value(traits: RecipeTraits) -> TypeChoice {
    let isGrouped = traits.recipe.groupedQueries >= 4
    var choice: TypeChoice
    switch name {
    case .q2_K: choice = TypeChoice(isGrouped ? .q4_K : .q3_K)
    case .q2_K_S: choice = TypeChoice(isGrouped ? .q4_K : base)
    case .iq3_XXS: choice = TypeChoice(isGrouped ? .q4_K : .iq3_S)
    case .iq3_XS, .iq3_S: choice = TypeChoice(isGrouped ? .q4_K : base)
    case .iq3_M: choice = TypeChoice(.q4_K)
    case .q3_K_M: choice = TypeChoice(.q4_K, raised: .q5_K, where: .firstTwo)
    case .q3_K_L: choice = TypeChoice(.q5_K)
    case .iq4_NL, .iq4_XS: choice = TypeChoice(isGrouped ? .q5_K : base)
    case .q4_K_M, .q5_K_M: choice = TypeChoice(base, raised: .q6_K, where: .moreBits)
    case .q4_K_S: choice = TypeChoice(base, raised: .q5_K, where: .firstFour)
    default: choice = TypeChoice(base)
    }
    if traits.recipe.is70B {
      if choice.base == .q3_K || choice.base == .q4_K { choice.base = .q5_K }
      if choice.raised == .q3_K || choice.raised == .q4_K { choice.raised = .q5_K }
    }
    return traits.expertCount == 8 ? TypeChoice(.q8_0) : choice
  }

  private func down(traits: RecipeTraits) -> TypeChoice {
    switch name {
    case .q2_K: TypeChoice(.q3_K)
    case .q2_K_S: TypeChoice(base, raised: .q4_K, where: .firstEighth)
    case .iq3_XXS: TypeChoice(.q3_K, raised: .q4_K, where: .firstEighth)
    case .q3_K_M: TypeChoice(.q4_K, raised: .q5_K, where: .firstSixteenth)
    case .iq3_M: TypeChoice(base, raised: .q4_K, where: traits.expertCount == 8 ? .moreBits : .firstEighth)
    case .q3_K_L: TypeChoice(.q5_K)
    case .q4_K_M, .q5_K_M: TypeChoice(base, raised: .q6_K, where: .moreBits)
    case .iq4_NL, .iq4_XS, .q4_K_S: TypeChoice(base, raised: .q5_K, where: .firstEighth)
    default: TypeChoice(base)
    }
  }

  private func attentionOutput(traits: RecipeTraits) -> TensorType {
    if traits.expertCount == 8 {
      let raised: [RecipeName] = [
        .q2_K, .iq3_XS, .iq3_XXS, .q3_K_S, .q3_K_M, .iq4_NL, .q4_K_S, .q4_K_M, .iq3_S, .iq3_M, .iq4_XS,
      ]
      return raised.contains(name) ? .q5_K : base
    }
    switch name {
    case .q2_K: return .q3_K
    case .iq3_XXS: return .iq3_S
    case .q3_K_M, .iq3_M: return .q4_K
    case .q3_K_L: return .q5_K
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
