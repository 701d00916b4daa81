import Base
import Machines
import Models
import Speed

/// What a plan said and what the running model showed.
package struct VerifyAnswer: Sendable {
  /// Figures of the plan.
  package struct Predicted: Sendable {
    package var memoryBytes: Int
    package var vramBytes: Int
    package var gpuLayers: Int?
    package var timeToFirstTokenSeconds: Estimate?
    package var prefillTokensPerSecond: Estimate?
    /// After the prompt that was read.
    package var decodeTokensPerSecond: Estimate?
    /// After a prompt of a few tokens; nil where none was asked for.
    package var startDecodeTokensPerSecond: Estimate?

    package init(
      memoryBytes: Int, vramBytes: Int, gpuLayers: Int?, timeToFirstTokenSeconds: Estimate?,
      prefillTokensPerSecond: Estimate?, decodeTokensPerSecond: Estimate?, startDecodeTokensPerSecond: Estimate?
    ) {
      self.memoryBytes = memoryBytes
      self.vramBytes = vramBytes
      self.gpuLayers = gpuLayers
      self.timeToFirstTokenSeconds = timeToFirstTokenSeconds
      self.prefillTokensPerSecond = prefillTokensPerSecond
      self.decodeTokensPerSecond = decodeTokensPerSecond
      self.startDecodeTokensPerSecond = startDecodeTokensPerSecond
    }
  }

  /// Figures of the running model: medians over the turns.
  package struct Measured: Sendable {
    package var memoryBytes: Int?
    package var vramBytes: Int?
    /// Why what the model holds on accelerators is not known; nil where it is, or nothing is planned there.
    package var unknownMemoryReason: String?
    package var loadSeconds: Double?
    package var timeToFirstTokenSeconds: Double?
    package var prefillTokensPerSecond: Double?
    package var decodeTokensPerSecond: Double?
    /// After a prompt of a few tokens; nil where none was asked for.
    package var startDecodeTokensPerSecond: Double?
    package var startPromptTokens: Int?
    package var promptTokens: Int
    package var generatedTokens: Int

    /// Tokens in the cache while it wrote, on average: after the prompt, and after the short one.
    package var depthTokens = 0
    package var startDepthTokens: Int?

    package init(promptTokens: Int, generatedTokens: Int) {
      (self.promptTokens, self.generatedTokens) = (promptTokens, generatedTokens)
    }
  }

  /// Something that differs, and why it may.
  package typealias Finding = (subject: String, text: String)

  package var model: Model
  package var quantization: String
  package var runtime: (name: String, version: String?, endpoint: String)
  package var turns: Int
  package var predicted: Predicted
  package var measured: Measured
  /// Whether the machine did something else meanwhile.
  package var isDisturbed: Bool
  /// Whether the ratios were kept for later estimates.
  package var isKept: Bool
  package var findings: [Finding]
  /// Weights on the processor of which llama.cpp makes a copy in another order, in bytes.
  package var repackedBytes = 0
  /// Layers, or layers' experts, that the processor computes beside a card.
  package var layersBesideCard = 0

  package init(
    model: Model, quantization: String, runtime: (name: String, version: String?, endpoint: String), turns: Int,
    predicted: Predicted, measured: Measured, isDisturbed: Bool
  ) {
    self.model = model
    self.quantization = quantization
    self.runtime = runtime
    self.turns = turns
    self.predicted = predicted
    self.measured = measured
    self.isDisturbed = isDisturbed
    isKept = false
    findings = []
  }

  /// Measured over predicted; nil where one of them is not known.
  package var memoryRatio: Double? {
    measured.memoryBytes.map { Double($0) / Double(max(1, predicted.memoryBytes)) }
  }
  package var decodeRatio: Double? { Self.ratio(measured.decodeTokensPerSecond, predicted.decodeTokensPerSecond) }
  package var startDecodeRatio: Double? {
    Self.ratio(measured.startDecodeTokensPerSecond, predicted.startDecodeTokensPerSecond)
  }
  package var prefillRatio: Double? { Self.ratio(measured.prefillTokensPerSecond, predicted.prefillTokensPerSecond) }

  /// Whether a speed lies in its band; nil where one of them is not known.
  var isDecodeInside: Bool? { Self.isInside(measured.decodeTokensPerSecond, predicted.decodeTokensPerSecond) }
  var isStartDecodeInside: Bool? {
    Self.isInside(measured.startDecodeTokensPerSecond, predicted.startDecodeTokensPerSecond)
  }
  var isPrefillInside: Bool? {
    Self.isInside(measured.prefillTokensPerSecond, predicted.prefillTokensPerSecond)
  }

  /// Whether nothing that is known lies outside its band.
  package var isAsPredicted: Bool {
    isDecodeInside != false && isStartDecodeInside != false && isPrefillInside != false
  }

  private static func ratio(_ measured: Double?, _ predicted: Estimate?) -> Double? {
    guard let measured, let predicted, predicted.estimate > 0 else { return nil }
    return measured / predicted.estimate
  }

  private static func isInside(_ measured: Double?, _ predicted: Estimate?) -> Bool? {
    guard let measured, let predicted else { return nil }
    return (predicted.low...max(predicted.low, predicted.high)).contains(measured)
  }
}

extension Contract {
  package static let verify = Document<VerifyAnswer>(
    "verify", command: "plimsoll verify", rows: "findings", columns: ["subject": "subject", "what": "text"],
    overview: [
      "quantization": "quantization", "turns": "turns", "decode, measured over predicted": "ratio.decode",
      "memory, measured over predicted": "ratio.memory",
    ]
  ) {
    Field("model", Tables.model.codec, "The model.") { $0.model }
    Field("quantization", .text, "The quantization that was planned.") { $0.quantization }
    Field("runtime", Tables.verifiedRuntime.codec, "What runs it.") { $0.runtime }
    Field("turns", .count, "How often it was asked.") { $0.turns }
    Field("predicted", Tables.predictedRun.codec, "What the plan says.") { $0.predicted }
    Field("measured", Tables.measuredRun.codec, "What was seen; medians over the turns.") { $0.measured }
    Field("ratio", Tables.verifyRatio.codec, "Measured over predicted.") { $0 }
    Field("inside_band", Tables.insideBand.codec, "Whether a speed lies in its band.") { $0 }
    Field("disturbed", .flag, "Whether the machine did something else meanwhile.") { $0.isDisturbed }
    Field("kept", .flag, "Whether the ratios were kept for later estimates.") { $0.isKept }
    Field("findings", .list(Tables.verifyFinding.codec), "What differs, and why it may.") { $0.findings }
  }
}

extension Tables {
  static let verifiedRuntime = Table<(name: String, version: String?, endpoint: String)>(
    "verified_runtime", "A runtime that was asked."
  ) {
    Field("name", .text, "Its name.") { $0.name }
    Field("version", optional: .text, "Its version; null where it does not tell.") { $0.version }
    Field("endpoint", .text, "Its address.") { $0.endpoint }
  }

  static let predictedRun = Table<VerifyAnswer.Predicted>("predicted_run", "What a plan says of a run.") {
    Field("memory_bytes", .bytes, "Memory over all pools.") { $0.memoryBytes }
    Field("vram_bytes", .bytes, "Of that, on accelerators.") { $0.vramBytes }
    Field("gpu_layers", optional: .count, "Layers on accelerators; null where none are.") { $0.gpuLayers }
    Field("load_seconds", optional: .number(.seconds), "Not predicted: it depends on the disk.") { _ in nil }
    Field("time_to_first_token_seconds", optional: estimate(.seconds), "For the prompt, the model loaded.") {
      $0.timeToFirstTokenSeconds
    }
    Field("prefill_tokens_per_second", optional: estimate(.tokensPerSecond), "Tokens read.") {
      $0.prefillTokensPerSecond
    }
    Field("decode_tokens_per_second", optional: estimate(.tokensPerSecond), "Tokens written after the prompt.") {
      $0.decodeTokensPerSecond
    }
    Field(
      "start_decode_tokens_per_second", optional: estimate(.tokensPerSecond),
      "Tokens written after a prompt of a few tokens; null where the prompt itself is that short."
    ) { $0.startDecodeTokensPerSecond }
  }

  static let measuredRun = Table<VerifyAnswer.Measured>("measured_run", "What was seen of a run.") {
    Field("memory_bytes", optional: .bytes, "What the runtime tells, or what is resident of its process.") {
      $0.memoryBytes
    }
    Field(
      "vram_bytes", optional: .bytes,
      "Of that, on accelerators: as the runtime tells, or what the driver counts of the process."
    ) { $0.vramBytes }
    Field("gpu_layers", optional: .count, "No runtime tells it.") { _ in nil }
    Field("load_seconds", optional: .rounded(.seconds), "Until the model was ready, in the first turn.") {
      $0.loadSeconds
    }
    Field("time_to_first_token_seconds", optional: .rounded(.seconds), "Without the time to load.") {
      $0.timeToFirstTokenSeconds
    }
    Field("prefill_tokens_per_second", optional: .rounded(.tokensPerSecond), "Tokens read.") {
      $0.prefillTokensPerSecond
    }
    Field("decode_tokens_per_second", optional: .rounded(.tokensPerSecond), "Tokens written after the prompt.") {
      $0.decodeTokensPerSecond
    }
    Field(
      "start_decode_tokens_per_second", optional: .rounded(.tokensPerSecond),
      "Tokens written after a prompt of a few tokens; null where the prompt itself is that short."
    ) { $0.startDecodeTokensPerSecond }
    Field("start_prompt_tokens", optional: .tokens, "Tokens of that prompt.") { $0.startPromptTokens }
    Field("prompt_tokens", .tokens, "Tokens of the prompt by the runtime's count.") { $0.promptTokens }
    Field("generated_tokens", .tokens, "Tokens written in a turn.") { $0.generatedTokens }
  }

  static let verifyRatio = Table<VerifyAnswer>("verify_ratio", "Measured over predicted.") {
    Field("memory", optional: .rounded(), "Memory.") { $0.memoryRatio }
    Field("decode", optional: .rounded(), "Decode speed.") { $0.decodeRatio }
    Field("start_decode", optional: .rounded(), "Decode speed after a prompt of a few tokens.") { $0.startDecodeRatio }
    Field("prefill", optional: .rounded(), "Prefill speed.") { $0.prefillRatio }
  }

  static let insideBand = Table<VerifyAnswer>("inside_band", "Whether speeds lie in their bands.") {
    Field("decode", optional: .flag, "Decode speed.") { $0.isDecodeInside }
    Field("start_decode", optional: .flag, "Decode speed after a prompt of a few tokens.") { $0.isStartDecodeInside }
    Field("prefill", optional: .flag, "Prefill speed.") { $0.isPrefillInside }
  }

  static let verifyFinding = Table<VerifyAnswer.Finding>("verify_finding", "Something that differs.") {
    Field("subject", .text, "What it is about.") { $0.subject }
    Field("text", .text, "What differs, and why it may.") { $0.text }
  }
}
