/// Heads whose attention is measured.
struct AttentionShape: Sendable {
  /// Numbers of a head's key, and of its value.
  let headWidth: Int
  /// Query heads that read the same keys and values, one after another.
  let sharingHeads: Int

  /// Two widths tell what a row costs and what each number of it, two groups what the first reading of a row costs.
  ///
  /// A head that shares with none is left out: it costs more than the line through the groups says, and few models have it.
  static let measured = [
    AttentionShape(headWidth: 64, sharingHeads: 2), AttentionShape(headWidth: 64, sharingHeads: 4),
    AttentionShape(headWidth: 128, sharingHeads: 2), AttentionShape(headWidth: 128, sharingHeads: 4),
  ]
}
