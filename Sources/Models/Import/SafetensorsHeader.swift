import Base

/// The tensors of a safetensors file, from its header alone.
///
/// Format: eight bytes with the header's length, then JSON (huggingface/safetensors, README).
package struct SafetensorsHeader: Sendable, Equatable {
  package struct Tensor: Sendable, Equatable {
    package var name: String
    /// `BF16`, `F8_E4M3`, `U8`, `I32` and so on.
    package var type: String
    package var shape: [Int]
    package var bytes: Int

    package init(name: String, type: String, shape: [Int], bytes: Int) {
      (self.name, self.type, self.shape, self.bytes) = (name, type, shape, bytes)
    }
  }

  package var tensors: [Tensor]

  /// Headers of real checkpoints have some megabytes.
  package static let limit = 1 << 27

  /// The length of the header that the first eight bytes tell; nil where it is none.
  package static func length(_ first: [UInt8], fileBytes: Int) -> Int? {
    guard first.count == 8 else { return nil }
    let length = first.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return length >= 2 && length <= UInt64(min(limit, max(fileBytes - 8, 0))) ? Int(length) : nil
  }

  /// The header as JSON; a tensor that ends beyond the file is an error.
  package init(_ node: JSONNode, dataBytes: Int) throws(JSONShapeError) {
    tensors = []
    for (name, entry) in try node.members() where name != "__metadata__" {
      let places = try entry.required("data_offsets").elements()
      guard places.count == 2 else { throw entry.complaint("two data_offsets") }
      let begin = try places[0].integer(in: 0...1 << 60)
      let end = try places[1].integer(in: begin...1 << 60)
      guard end <= dataBytes else { throw entry.complaint("a tensor inside the file, which is cut off") }
      var shape: [Int] = []
      for size in try entry.required("shape").elements() { shape.append(try size.integer(in: 0...1 << 40)) }
      tensors.append(Tensor(name: name, type: try entry.required("dtype").string(), shape: shape, bytes: end - begin))
    }
  }
}
