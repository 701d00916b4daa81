/// The instruction set extensions of a processor that matter for models, as the kernel spells them.
enum InstructionSets {
  /// Beginnings of such words.
  private static let beginnings = [
    "sse", "ssse", "avx", "fma", "f16c", "amx", "bmi", "gfni", "asimd", "neon", "sve", "sme", "i8mm", "bf16", "fphp",
    "svei8mm", "svebf16", "lsx", "lasx", "vfp", "altivec", "vsx", "mma", "arch_", "zv", "zba", "zbb", "zfh", "zicbop",
    "xtheadvector", "vx", "dotprod",
  ]

  /// The words among the processor's features that are enabled; sorted.
  ///
  /// `enabledStates` are the bits of XCR0: without the state of the wide registers their instructions trap.
  static func enabled(_ info: CPUInfo, enabledStates: Int?) -> [String] {
    var words = Set(info.features.filter { word in beginnings.contains { word.hasPrefix($0) } })
    if info.features.contains("v"), info.architecture?.hasPrefix("riscv") == true { words.insert("v") }
    if let enabledStates { words = words.filter { isEnabled($0, enabledStates) } }
    return words.sorted()
  }

  /// Bits of XCR0 (Intel SDM 1, 13.1): 1 and 2 for AVX, 5 to 7 for AVX-512, 17 and 18 for AMX.
  private static func isEnabled(_ word: String, _ states: Int) -> Bool {
    let avx = 0b110
    let avx512 = 0b1110_0110
    let tiles = 0b11 << 17
    if word.hasPrefix("amx") { return states & tiles == tiles }
    if word.hasPrefix("avx512") { return states & avx512 == avx512 }
    if word.hasPrefix("avx") || word == "fma" || word == "f16c" { return states & avx == avx }
    return true
  }
}
