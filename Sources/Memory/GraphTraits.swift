import Models

/// What the graphs of architectures differ in, looked up once per model.
///
/// Read off src/models/*.cpp, `graph::graph`.
struct GraphTraits: Sendable {
  var isEncoder: Bool
  /// Numbers that say where a token is; four for images with rows and columns.
  var positionsPerToken = 1
  var scalesEmbeddings = false
  /// Norms that subtract the mean never overwrite their input.
  var isLayerNorm = false
  /// Models whose last hidden rows serve token prediction pick the rows that are asked for after the last norm.
  var cropsLate = false
  /// Operations on the logits after the head.
  var logitOperations = 0
  var block = Block.sequential
  var isPostNormOnly = false
  var scalesResidual = false
  /// The residual is the first operand of the sums.
  var isResidualFirst = false
  var isSecondResidualFirst = false
  var normsAfterRope = false
  /// Queries and keys are normed head by head, each with weights of its own.
  var normsHeadsSeparately = false
  var scalesQuery = false
  var normsValues = false
  var softCapsScores = false
  /// Which layers rotate queries and keys.
  var rotation = Rotation.all
  var squaresActivation = false
  var normalizesExpertWeights = true
  var hasFinalNorm = true

  enum Block: Sendable { case sequential, parallel, parallelAttentionFirst, encoder, single, twin }
  enum Rotation: Sendable { case all, none, windows, windowsAndDense }

  init(_ architecture: Architecture, _ rules: BlockRules) {
    let name = architecture.name
    isEncoder = architecture.isEncoder
    switch name {
    case "qwen2vl", "qwen3vl", "qwen3vlmoe", "qwen35", "qwen35moe", "qwen4exp": positionsPerToken = 4
    default: break
    }
    switch name {
    case "gemma", "gemma2", "gemma3", "gemma-embedding", "gemma3n", "gemma4", "granite", "granitemoe", "granitehybrid",
      "minicpm", "spark2_5":
      scalesEmbeddings = true
    default: break
    }
    switch name {
    case "starcoder2", "phi2", "nemotron", "command-r", "cohere2", "bert", "nomic-bert",
      "nomic-bert-moe", "modern-bert":
      isLayerNorm = true
    default: break
    }
    switch name {
    case "bailingmoe3", "cohere2moe", "gemma4", "hy_v3", "nemotron_h", "nemotron_h_moe", "gpt-oss", "qwen35",
      "qwen35moe", "qwen3next", "step35", "gemma3n":
      cropsLate = true
    default: break
    }
    setUpAttention(name, rules)
    setUpBlocks(name, architecture, rules)
  }

  private mutating func setUpAttention(_ name: String, _ rules: BlockRules) {
    normsAfterRope = name.hasPrefix("hunyuan")
    normsHeadsSeparately = name == "command-r" && rules.queryKeyNorm == .fullWidth
    normsValues = name == "gemma4" || name == "gemma3n"
    softCapsScores = name == "gemma2"
    switch name {
    case "gemma", "gemma2", "gemma3", "gemma-embedding", "phi2", "phi3", "phimoe": scalesQuery = true
    default: break
    }
    switch name {
    case "bert", "nemotron_h", "nemotron_h_moe", "granitehybrid": rotation = .none
    case "cohere2": rotation = .windows
    case "cohere2moe": rotation = .windowsAndDense
    default: break
    }
  }

  private mutating func setUpBlocks(_ name: String, _ architecture: Architecture, _ rules: BlockRules) {
    switch name {
    case "command-r", "cohere2", "cohere2moe": block = .parallel
    case "phi2": block = .parallelAttentionFirst
    case "bert", "nomic-bert", "nomic-bert-moe": block = .encoder
    case "nemotron_h", "nemotron_h_moe": block = .single
    case "falcon-h1": block = .twin
    default: break
    }
    switch name {
    case "gemma2", "gemma3n", "gemma4": logitOperations = 3
    case "command-r", "cohere2", "cohere2moe", "granite", "granitemoe", "granitehybrid": logitOperations = 1
    default: logitOperations = architecture.flag("output_bias") == true || name == "phi2" ? 1 : 0
    }
    switch name {
    case "llama4", "gpt-oss", "nomic-bert-moe", "deepseek2-ocr": normalizesExpertWeights = false
    default: break
    }
    isPostNormOnly = name == "olmo2" || name == "exaone4"
    scalesResidual = name.hasPrefix("granite") || name == "minicpm"
    isResidualFirst = name.hasPrefix("lfm2")
    isSecondResidualFirst = isResidualFirst || name.hasPrefix("phi")
    squaresActivation = name.hasPrefix("nemotron")
    hasFinalNorm = !isEncoder || name == "modern-bert" || name == "gemma-embedding"
  }
}
