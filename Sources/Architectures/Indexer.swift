/// What picks the cells that sparse attention sees.
package struct Indexer: Sendable, Equatable {
  package var headCount: Int
  package var headWidth: Int
  /// Cells that are picked; nil: all.
  package var topK: Int?
  /// Cells per block, where whole blocks are picked, and how many of them.
  package var blockSize: Int?
  package var topKBlocks: Int?
  /// Width of what its queries are computed from.
  package var queryInputWidth: Int
  package var picksBlocks = false
}
