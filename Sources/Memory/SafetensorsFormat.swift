/// How a quantization of the safetensors runtimes stores one matrix.
///
/// Layouts: the packed tensors that AutoAWQ, GPTQModel, compressed-tensors and bitsandbytes write.
struct SafetensorsFormat: Sendable, Equatable {
  /// Weights that share one scale; 0: the whole row does.
  var groupSize: Int
  var weightBits: Double
  /// Scale and zero point of a group.
  var groupBits: Double
  /// Everything but routed experts is kept in 16 bits.
  var expertsOnly = false

  /// Bits per weight with scales, for rows long enough.
  var bitsPerWeight: Double { groupSize > 0 ? weightBits + groupBits / Double(groupSize) : weightBits }

  /// Bytes of one matrix.
  func bytes(width: Int, rows: Int) -> Int {
    let row =
      groupSize > 0
      ? Double(width) * weightBits + groupBits * Double((width + groupSize - 1) / groupSize)
      : Double(width) * weightBits + groupBits
    return Saturating.integer(row / 8 * Double(rows))
  }
}

extension SafetensorsFormat {
  /// The layout of a format by its name; nil for one that is not known.
  init?(named name: String) {
    switch name {
    // Groups of 128 with a 16-bit scale and a 4-bit zero point.
    case "AWQ", "GPTQ": self.init(groupSize: 128, weightBits: 4, groupBits: 20)
    // Groups of 32 with a 16-bit scale: what compressed-tensors packs experts in.
    case "INT4": self.init(groupSize: 32, weightBits: 4, groupBits: 16, expertsOnly: true)
    // Groups of 16 with an 8-bit scale; of 32 with one, of experts alone.
    case "NVFP4": self.init(groupSize: 16, weightBits: 4, groupBits: 8)
    case "MXFP4": self.init(groupSize: 32, weightBits: 4, groupBits: 8, expertsOnly: true)
    // One 32-bit scale per output channel.
    case "FP8": self.init(groupSize: 0, weightBits: 8, groupBits: 32)
    // Blocks of 64 whose scales are themselves 8 bits, with a 32-bit scale for 256 of them.
    case "NF4": self.init(groupSize: 64, weightBits: 4, groupBits: 8.125)
    default: return nil
    }
  }
}
