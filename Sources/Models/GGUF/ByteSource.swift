/// Something that bytes can be read from at any place: a file, or an array in a test.
package protocol ByteSource {
  /// Number of bytes there are.
  var count: Int { get }

  /// Up to `count` bytes from `offset` on; fewer only where the source ends or cannot be read.
  func bytes(at offset: Int, count: Int) -> [UInt8]
}

extension Array: ByteSource where Element == UInt8 {
  package func bytes(at offset: Int, count: Int) -> [UInt8] {
    guard offset >= 0, offset < self.count, count > 0 else { return [] }
    return Array(self[offset..<Swift.min(self.count, offset + count)])
  }
}
