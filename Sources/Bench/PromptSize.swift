/// Rows that each thread multiplies for a prompt, and tokens at once; all are multiples of what the kernels take.
struct PromptSize: Equatable {
  var rows: Int
  var columns: Int

  static let most = PromptSize(rows: 64, columns: 240)
  private static let all = [PromptSize(rows: 32, columns: 12), PromptSize(rows: 64, columns: 60), most]

  private var products: Double { Double(rows * columns) }

  /// The largest size that takes less than a limit by what a smaller one takes, or the smallest.
  ///
  /// Starting many threads takes as long as a small prompt, which would pass for a slow kernel if the time of the largest one were
  /// told by that of the smallest: sizes grow in steps.
  static func largest(within limitSeconds: Double, seconds: (PromptSize) -> Double) -> PromptSize {
    var size = all[0]
    for larger in all.dropFirst() {
      guard seconds(size) * larger.products / size.products < limitSeconds else { break }
      size = larger
    }
    return size
  }
}
