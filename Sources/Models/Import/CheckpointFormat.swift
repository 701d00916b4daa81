import Base

/// How a checkpoint's matrices are packed, as its `quantization_config` says it.
package struct CheckpointFormat: Sendable, Equatable {
  /// What it is usually called, such as `AWQ` or `NVFP4`.
  package var label: String
  /// Bits of a weight without its scale; nil where only the tensors themselves tell it.
  package var weightBits: Double?
  /// Weights that share a scale; 0: a row does.
  package var groupSize: Int
  /// Bits of scale and zero point of a group.
  package var groupBits: Double
  /// Only the routed experts are packed.
  package var packsExpertsOnly = false

  init(_ label: String, bits: Double?, groupSize: Int = 0, groupBits: Double = 32, packsExpertsOnly: Bool = false) {
    (self.label, weightBits, self.groupSize, self.groupBits) = (label, bits, groupSize, groupBits)
    self.packsExpertsOnly = packsExpertsOnly
  }

  /// The format of a configuration; nil where its weights are not packed.
  package init?(_ config: JSONNode) throws(JSONShapeError) {
    if let part = try config.optional("quantization_config") {
      try self.init(part: part)
    } else if let part = try config.optional("compression_config") {
      try self.init(part: part)
    } else if let part = try? config.required("text_config").required("quantization_config") {
      try self.init(part: part)
    } else if let part = try config.optional("quantization"), part.isObject {
      // MLX: scale and bias of 16 bits for each group.
      let bits = try part.required("bits").integer(in: 1...16)
      self.init(
        "MLX-\(bits)bit", bits: Double(bits), groupSize: try part.optional("group_size")?.integer(in: 1...4096) ?? 64,
        groupBits: 32)
    } else {
      return nil
    }
  }

  private init(part: JSONNode) throws(JSONShapeError) {
    let method = try part.optional("quant_method")?.string().lowercased() ?? "modelopt"
    let value = part.value
    let bits = (value["bits"] ?? value["w_bit"] ?? value["nbits"])?.integer
    guard bits.map({ (1...32).contains($0) }) ?? true else { throw part.complaint("from 1 to 32 bits of a weight") }
    let group = (value["group_size"] ?? value["q_group_size"])?.integer ?? 128
    switch method {
    case "fp8", "fbgemm_fp8", "modelopt_fp8": self.init("FP8", bits: 8)
    case "mxfp4", "gpt_oss_mxfp4": self.init("MXFP4", bits: 4, groupSize: 32, groupBits: 8, packsExpertsOnly: true)
    case "awq": self.init("AWQ", bits: Double(bits ?? 4), groupSize: group, groupBits: 16 + Double(bits ?? 4))
    case "gptq", "auto-round", "gptqmodel", "intel/auto-round":
      let bits = bits ?? 4
      self.init(
        bits == 4 ? "GPTQ" : "GPTQ-INT\(bits)", bits: Double(bits), groupSize: max(group, 0),
        groupBits: 16 + Double(bits))
    case "bitsandbytes", "bnb":
      if value["load_in_4bit"] == .bool(true) || value["_load_in_4bit"] == .bool(true) {
        let nested = value["bnb_4bit_use_double_quant"] == .bool(true)
        self.init("NF4", bits: 4, groupSize: 64, groupBits: nested ? 8.125 : 32)
      } else {
        self.init("INT8", bits: 8)
      }
    case "compressed-tensors", "compressed_tensors": self = Self.compressed(value)
    case "modelopt", "modelopt_fp4": self = Self.modelOpt(value)
    case "hqq": self.init("HQQ", bits: Double(bits ?? 4), groupSize: group, groupBits: 32)
    case "exl2", "exl3":
      self.init(method.uppercased(), bits: (value["bits"]?.number), groupSize: 0, groupBits: 0)
    default: self.init(method.uppercased(), bits: nil)
    }
  }

  private static func compressed(_ value: JSONValue) -> CheckpointFormat {
    var weights: JSONValue?
    if case .object(let groups)? = value["config_groups"] { weights = groups.first?.value["weights"] }
    let bits = weights?["num_bits"]?.integer
    let group = weights?["group_size"]?.integer ?? 0
    switch (bits, weights?["type"]?.string) {
    case (8, "float"): return CheckpointFormat("FP8", bits: 8)
    case (4, "float"):
      return group == 32
        ? CheckpointFormat("MXFP4", bits: 4, groupSize: 32, groupBits: 8)
        : CheckpointFormat("NVFP4", bits: 4, groupSize: 16, groupBits: 8)
    case (let bits?, _):
      return CheckpointFormat("INT\(bits)", bits: Double(bits), groupSize: max(group, 0), groupBits: 16)
    default: return CheckpointFormat("compressed-tensors", bits: nil)
    }
  }

  private static func modelOpt(_ value: JSONValue) -> CheckpointFormat {
    let algorithm = (value["quant_algo"] ?? value["quantization"]?["quant_algo"])?.string?.uppercased() ?? ""
    if algorithm.contains("NVFP4") { return CheckpointFormat("NVFP4", bits: 4, groupSize: 16, groupBits: 8) }
    if algorithm.contains("MXFP8") { return CheckpointFormat("MXFP8", bits: 8, groupSize: 32, groupBits: 8) }
    if algorithm.contains("FP8") { return CheckpointFormat("FP8", bits: 8) }
    if algorithm.contains("W4A16") || algorithm.contains("INT4") {
      return CheckpointFormat("INT4", bits: 4, groupSize: 128, groupBits: 16)
    }
    return CheckpointFormat(algorithm.isEmpty ? "modelopt" : algorithm, bits: nil)
  }
}
