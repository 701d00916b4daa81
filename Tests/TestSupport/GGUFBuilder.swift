/// Writes GGUF headers for tests, sound ones and others.
package struct GGUFBuilder {
  package enum Value {
    case u32(UInt32)
    case u64(UInt64)
    case f32(Float)
    case bool(Bool)
    case string(String)
    case u32s([UInt32])
    case bools([Bool])
    case strings([String])
  }

  package struct Tensor {
    package var name: String
    package var dimensions: [UInt64]
    package var type: UInt32 = 0
    package var offset: UInt64 = 0
    package var bytes = 0

    package init(name: String, dimensions: [UInt64], type: UInt32 = 0, offset: UInt64 = 0, bytes: Int = 0) {
      (self.name, self.dimensions, self.type, self.offset, self.bytes) = (name, dimensions, type, offset, bytes)
    }
  }

  package var version: UInt32 = 3
  package var isBigEndian = false
  package var metadata: [(String, Value)] = []
  package var tensors: [Tensor] = []
  package var tensorCount: UInt64?
  package var keyCount: UInt64?
  private var out: [UInt8] = []

  package init(version: UInt32 = 3, isBigEndian: Bool = false) {
    self.version = version
    self.isBigEndian = isBigEndian
  }

  /// Adds a tensor behind those before it; `bytes` is its size in the file.
  package mutating func add(_ name: String, _ dimensions: [UInt64], type: UInt32 = 0, bytes: Int) {
    let end = tensors.last.map { Int($0.offset) + ($0.bytes + 31) / 32 * 32 } ?? 0
    tensors.append(Tensor(name: name, dimensions: dimensions, type: type, offset: UInt64(end), bytes: bytes))
  }

  package func built() -> [UInt8] {
    var copy = self
    copy.out = Array("GGUF".utf8)
    copy.put(version)
    copy.put(tensorCount ?? UInt64(tensors.count))
    copy.put(keyCount ?? UInt64(metadata.count))
    for (key, value) in metadata {
      copy.put(key)
      copy.put(value)
    }
    for tensor in tensors {
      copy.put(tensor.name)
      copy.put(UInt32(tensor.dimensions.count))
      for dimension in tensor.dimensions { copy.put(dimension) }
      copy.put(tensor.type)
      copy.put(tensor.offset)
    }
    while copy.out.count % 32 != 0 { copy.out.append(0) }
    let end = tensors.map { Int($0.offset) + $0.bytes }.max() ?? 0
    return copy.out + [UInt8](repeating: 0, count: end)
  }

  private mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { out += $0 }
  }

  private mutating func put(_ text: String) {
    put(UInt64(text.utf8.count))
    out += Array(text.utf8)
  }

  private mutating func put(_ value: Value) {
    switch value {
    case .u32(let number):
      put(UInt32(4))
      put(number)
    case .u64(let number):
      put(UInt32(10))
      put(number)
    case .f32(let number):
      put(UInt32(6))
      put(number.bitPattern)
    case .bool(let flag):
      put(UInt32(7))
      put(UInt8(flag ? 1 : 0))
    case .string(let text):
      put(UInt32(8))
      put(text)
    case .u32s(let numbers):
      put(UInt32(9))
      put(UInt32(4))
      put(UInt64(numbers.count))
      for number in numbers { put(number) }
    case .bools(let flags):
      put(UInt32(9))
      put(UInt32(7))
      put(UInt64(flags.count))
      for flag in flags { put(UInt8(flag ? 1 : 0)) }
    case .strings(let texts):
      put(UInt32(9))
      put(UInt32(8))
      put(UInt64(texts.count))
      for text in texts { put(text) }
    }
  }
}

extension GGUFBuilder {
  /// A two-layer model with grouped-query attention, small but complete.
  package static func smallLlama(version: UInt32 = 3, isBigEndian: Bool = false) -> GGUFBuilder {
    var file = GGUFBuilder(version: version, isBigEndian: isBigEndian)
    file.metadata = [
      ("general.architecture", .string("llama")), ("general.name", .string("Small Llama 1B")),
      ("general.file_type", .u32(2)), ("llama.block_count", .u32(2)), ("llama.context_length", .u32(4096)),
      ("llama.embedding_length", .u32(64)), ("llama.feed_forward_length", .u32(128)),
      ("llama.attention.head_count", .u32(4)), ("llama.attention.head_count_kv", .u32(2)),
      ("llama.rope.freq_base", .f32(10000)), ("tokenizer.ggml.tokens", .strings((0..<96).map { "token\($0)" })),
      ("tokenizer.chat_template", .string("{{ messages }}")),
    ]
    file.add("token_embd.weight", [64, 96], type: 2, bytes: 64 * 96 / 32 * 18)
    file.add("output_norm.weight", [64], bytes: 256)
    for layer in 0..<2 {
      file.add("blk.\(layer).attn_norm.weight", [64], bytes: 256)
      file.add("blk.\(layer).attn_q.weight", [64, 64], type: 2, bytes: 64 * 64 / 32 * 18)
      file.add("blk.\(layer).attn_k.weight", [64, 32], type: 2, bytes: 64 * 32 / 32 * 18)
      file.add("blk.\(layer).attn_v.weight", [64, 32], type: 2, bytes: 64 * 32 / 32 * 18)
      file.add("blk.\(layer).attn_output.weight", [64, 64], type: 2, bytes: 64 * 64 / 32 * 18)
      file.add("blk.\(layer).ffn_norm.weight", [64], bytes: 256)
      file.add("blk.\(layer).ffn_gate.weight", [64, 128], type: 2, bytes: 64 * 128 / 32 * 18)
      file.add("blk.\(layer).ffn_up.weight", [64, 128], type: 2, bytes: 64 * 128 / 32 * 18)
      file.add("blk.\(layer).ffn_down.weight", [128, 64], type: 2, bytes: 64 * 128 / 32 * 18)
    }
    return file
  }
}
