extension Family {
  /// Every family, in the order of their files.
  static let all: [Family] =
    [common, gemma3n, gemma4, deepSeekV4, falconH1, gptOSS, mllama] + llamas + qwens + qwenHybrids + gemmas + phis
    + coheres
    + berts + glms + deepSeeks + kimis + miniMaxes + granites + nemotrons + lfms + hunyuans + postNorm + gatedAttention
    + lowRank + elders + others
}
