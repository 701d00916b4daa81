import Models

/// A header before a gibibyte of weights that are never looked at.
package struct PaddedSource: ByteSource {
  let header: [UInt8]

  package init(header: [UInt8]) { self.header = header }

  package var count: Int { header.count + 1 << 30 }

  package func bytes(at offset: Int, count: Int) -> [UInt8] {
    let bytes = header.bytes(at: offset, count: count)
    return bytes + [UInt8](repeating: 0, count: min(count, max(0, self.count - offset)) - bytes.count)
  }
}
