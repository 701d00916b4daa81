import Base
import Models

/// The same arithmetic, for all files of this module.
typealias Saturating = Base.Saturating

extension TensorType {
  /// Bytes of `rows` rows of `width` elements; a row that is no whole number of blocks is rounded up.
  package func bytes(width: Int, rows: Int) -> Int {
    let block = blockElements
    let blocks = block == 1 ? width : (width + block - 1) / block
    return Saturating.multiply(blocks, blockBytes, rows)
  }
}
