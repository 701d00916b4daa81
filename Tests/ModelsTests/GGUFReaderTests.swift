import Models
import TestSupport
import Testing

@Suite struct GGUFReaderTests {
  @Test(arguments: [(UInt32(2), false), (2, true), (3, false), (3, true)])
  func readsBothVersionsInBothByteOrders(version: UInt32, isBigEndian: Bool) throws {
    let bytes = GGUFBuilder.smallLlama(version: version, isBigEndian: isBigEndian).built()
    let header = try GGUFReader.header(bytes)
    #expect(header.version == Int(version))
    #expect(header.isBigEndian == isBigEndian)
    #expect(header.tensors.count == 20)
    #expect(header.metadata["llama.context_length"]?.integer == 4096)
    #expect(header.metadata["tokenizer.ggml.tokens"]?.count == 96)
    #expect(header.tensors.map { header.dataOffset + $0.offset + $0.bytes }.max() == bytes.count)
  }

  @Test func aLongTokenizerIsCountedAndNotKept() throws {
    var file = GGUFBuilder.smallLlama()
    file.metadata.append(("tokenizer.ggml.merges", .strings((0..<5_000).map { "a\($0)" })))
    #expect(try GGUFReader.header(file.built()).metadata["tokenizer.ggml.merges"] == .longArray(count: 5_000))
  }

  @Test(arguments: BadHeader.all)
  func refusesAndNamesTheOffset(bad: BadHeader) {
    let error = #expect(throws: GGUFError.self) { try GGUFReader.header(bad.bytes) }
    #expect(error?.offset == bad.offset, "\(error?.expected ?? "")")
    #expect(error?.expected.contains(bad.complaint) == true, "\(error?.expected ?? "")")
  }

  @Test func everyTruncationIsAnErrorAndNotACrash() {
    let bytes = GGUFBuilder.smallLlama().built()
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: GGUFError.self) { try GGUFReader.header(Array(bytes[0..<count])) }
    }
  }
}

/// A header that must be refused, with the offset that the refusal must name.
struct BadHeader: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let offset: Int
  let complaint: String

  static let all: [BadHeader] = [
    BadHeader(testDescription: "empty", bytes: [], offset: 0, complaint: "the file ends at byte 0"),
    BadHeader(
      testDescription: "other letters", bytes: Array("GGML0000000000000000".utf8), offset: 0, complaint: "GGUF"),
    BadHeader(testDescription: "version 1", bytes: GGUFBuilder(version: 1).built(), offset: 4, complaint: "version 2"),
    BadHeader(testDescription: "version 9", bytes: GGUFBuilder(version: 9).built(), offset: 4, complaint: "not 9"),
    built("string length of 2^63", offset: 24, complaint: "the length of a key") { file in
      file.metadata = [("", .u64(0))]
    } patch: { bytes in
      bytes[31] = 0x80
    },
    built("too many tensors", offset: 8, complaint: "number of tensors") { $0.tensorCount = .max },
    built("a million keys", offset: 16, complaint: "number of keys") { $0.keyCount = 1_000_000 },
    built("more keys than there are", offset: 32, complaint: "the file ends") { file in
      file.metadata = []
      file.keyCount = 5
    },
    built("duplicate key", offset: 38, complaint: "\"a\" comes twice") { file in
      file.metadata = [("a", .bool(true)), ("a", .bool(true))]
    },
    built("bad alignment", offset: 57, complaint: "general.alignment") { file in
      file.metadata = [("general.alignment", .u32(3))]
    },
    built("five dimensions", offset: 33, complaint: "at most 4 dimensions") { file in
      file.tensors = [GGUFBuilder.Tensor(name: "x", dimensions: [1, 1, 1, 1, 1])]
    },
    built("elements that overflow", offset: 45, complaint: "2^56") { file in
      file.tensors = [GGUFBuilder.Tensor(name: "x", dimensions: [1 << 40, 1 << 40])]
    },
    built("unknown type", offset: 45, complaint: "known tensor type") { file in
      file.tensors = [GGUFBuilder.Tensor(name: "x", dimensions: [32], type: 99)]
    },
    built("broken block", offset: 33, complaint: "whole blocks of 256") { file in
      file.tensors = [GGUFBuilder.Tensor(name: "x", dimensions: [100], type: 12)]
    },
    built("offset past the end", offset: 24, complaint: "inside the file") { file in
      file.tensors = [GGUFBuilder.Tensor(name: "x", dimensions: [32], offset: 1 << 40)]
    },
    built("offset not aligned", offset: 49, complaint: "multiple of 32") { file in
      file.tensors = [GGUFBuilder.Tensor(name: "x", dimensions: [1], offset: 7)]
    },
    built("overlapping tensors", offset: 24, complaint: "overlap") { file in
      file.tensors = [
        GGUFBuilder.Tensor(name: "x", dimensions: [32], bytes: 128),
        GGUFBuilder.Tensor(name: "y", dimensions: [32], bytes: 128),
      ]
    },
  ]

  private static func built(
    _ name: String, offset: Int, complaint: String, _ change: (inout GGUFBuilder) -> Void,
    patch: (inout [UInt8]) -> Void = { _ in }
  ) -> BadHeader {
    var file = GGUFBuilder()
    change(&file)
    let hugeOffset = file.tensors.contains { $0.offset > 1 << 32 }
    let offsets = file.tensors.map(\.offset)
    if hugeOffset { for index in file.tensors.indices { file.tensors[index].offset = 0 } }
    var bytes = file.built()
    if hugeOffset { withUnsafeBytes(of: offsets[0].littleEndian) { bytes.replaceSubrange(49..<57, with: $0) } }
    patch(&bytes)
    return BadHeader(testDescription: name, bytes: bytes, offset: offset, complaint: complaint)
  }
}
