/// Reads the header of a GGUF file of version 2 or 3, in either byte order, without the weights.
///
/// Format: the GGUF specification (ggml's docs/gguf.md). Every count is checked against the limits and against the
/// size of the file before anything is allocated for it, so that a hostile header costs no more than an honest one.
package enum GGUFReader {
  /// The header of the file behind `source`.
  package static func header(_ source: any ByteSource) throws(GGUFError) -> GGUFHeader {
    var cursor = GGUFCursor(source)
    let version = try preamble(&cursor)
    let tensorCount = try cursor.count("the number of tensors", limit: GGUFLimits.tensors)
    let keyCount = try cursor.count("the number of keys", limit: GGUFLimits.keys)
    let metadata = try GGUFMetadataReader.metadata(&cursor, count: keyCount)
    let alignment = try alignment(metadata, at: cursor.offset)
    let tableOffset = cursor.offset
    let tensors = try tensorTable(
      &cursor, count: tensorCount, alignment: alignment, architecture: metadata["general.architecture"]?.string)
    let dataOffset = roundedUp(cursor.offset, to: alignment)
    try checkPlaces(tensors, dataBytes: source.count - dataOffset, tableOffset: tableOffset, fileBytes: source.count)
    return GGUFHeader(
      version: version, isBigEndian: cursor.isBigEndian, metadata: metadata, tensors: tensors, dataOffset: dataOffset,
      fileBytes: source.count)
  }

  private static func preamble(_ cursor: inout GGUFCursor) throws(GGUFError) -> Int {
    let letters = try cursor.unsigned(UInt32.self, "the letters GGUF")
    guard letters == 0x4655_4747 else {
      throw GGUFError(
        offset: 0, expected: "the letters GGUF" + (otherFormats[letters].map { ", but this is \($0)" } ?? ""))
    }
    var version = try cursor.unsigned(UInt32.self, "the version")
    if version & 0xFFFF == 0, version != 0 {
      cursor.isBigEndian = true
      version = version.byteSwapped
    }
    guard version == 2 || version == 3 else {
      throw GGUFError(offset: 4, expected: "version 2 or 3, not \(version)")
    }
    return Int(version)
  }

  /// What files begin with that are taken for GGUF files, as numbers of four letters.
  private static let otherFormats: [UInt32: String] = [
    0x6767_6D6C: "a file of llama.cpp from before August 2023 (GGML), to be converted from its checkpoint again",
    0x6767_6D66: "a file of llama.cpp from before August 2023 (GGMF), to be converted from its checkpoint again",
    0x6767_6A74: "a file of llama.cpp from before August 2023 (GGJT), to be converted from its checkpoint again",
    0x6767_6C61: "a LoRA adapter of llama.cpp from before August 2024 (GGLA), to be converted again",
    0x7372_6576: "a pointer of Git LFS and not the file itself: git lfs pull fetches it",
    0x0403_4B50: "a ZIP archive or a checkpoint of PyTorch", 0x4F44_213C: "a page of the web, not the file",
    0x6D74_683C: "a page of the web, not the file",
  ]

  private static func alignment(_ metadata: [String: GGUFValue], at offset: Int) throws(GGUFError) -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard let alignment = value.integer, alignment >= 1, alignment <= 1 << 20, alignment.nonzeroBitCount == 1 else {
      throw GGUFError(offset: offset, expected: "a power of two up to 2^20 as general.alignment")
    }
    return alignment
  }

  private static func tensorTable(
    _ cursor: inout GGUFCursor, count: Int, alignment: Int, architecture: String?
  ) throws(GGUFError) -> [GGUFTensor] {
    var tensors: [GGUFTensor] = []
    var names: Set<String> = []
    for _ in 0..<count {
      let start = cursor.offset
      let tensor = try tensor(&cursor, architecture)
      guard names.insert(tensor.name).inserted else {
        throw GGUFError(offset: start, expected: "each tensor once; \"\(tensor.name)\" comes twice")
      }
      guard tensor.offset.isMultiple(of: alignment) else {
        throw GGUFError(offset: cursor.offset - 8, expected: "an offset that is a multiple of \(alignment)")
      }
      tensors.append(tensor)
    }
    return tensors
  }

  private static func tensor(_ cursor: inout GGUFCursor, _ architecture: String?) throws(GGUFError) -> GGUFTensor {
    let name = try cursor.string("the name of a tensor", limit: GGUFLimits.nameBytes)
    let start = cursor.offset
    let dimensionCount = try cursor.unsigned(UInt32.self, "the dimensions of \"\(name)\"")
    guard dimensionCount <= GGUFLimits.dimensions else {
      throw GGUFError(offset: start, expected: "at most \(GGUFLimits.dimensions) dimensions, not \(dimensionCount)")
    }
    var dimensions: [Int] = []
    var elements = 1
    for _ in 0..<dimensionCount {
      let dimension = try cursor.count("a dimension of \"\(name)\"", limit: 1 << 48)
      let (product, overflow) = elements.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= 1 << 56 else {
        throw GGUFError(offset: cursor.offset - 8, expected: "a tensor of at most 2^56 elements (\"\(name)\")")
      }
      elements = product
      dimensions.append(dimension)
    }
    let number = try cursor.unsigned(UInt32.self, "the type of \"\(name)\"")
    guard let type = GGUFTensorType(number: number, architecture: architecture) else {
      throw GGUFError(
        offset: cursor.offset - 4,
        expected: "a known tensor type for \"\(name)\", not \(GGUFTensorType.foreignName(number))")
    }
    guard (dimensions.first ?? 1).isMultiple(of: type.blockElements) else {
      throw GGUFError(
        offset: start, expected: "rows of \"\(name)\" in whole blocks of \(type.blockElements) for \(type.name)")
    }
    let offset = try cursor.count("the offset of \"\(name)\"", limit: 1 << 60)
    return GGUFTensor(
      name: name, dimensions: dimensions, type: type, offset: offset, elementCount: elements,
      bytes: elements / type.blockElements * type.blockBytes)
  }

  private static func checkPlaces(
    _ tensors: [GGUFTensor], dataBytes: Int, tableOffset: Int, fileBytes: Int
  ) throws(GGUFError) {
    for tensor in tensors where tensor.offset + tensor.bytes > dataBytes {
      throw GGUFError(
        offset: tableOffset,
        expected:
          "\"\(tensor.name)\" inside the file, but its \(tensor.bytes) bytes at \(tensor.offset) of the weights "
          + "end after byte \(fileBytes), the end of the file")
    }
    let inOrder = tensors.filter { $0.bytes > 0 }.sorted { $0.offset < $1.offset }
    for (first, second) in zip(inOrder, inOrder.dropFirst()) where second.offset < first.offset + first.bytes {
      throw GGUFError(
        offset: tableOffset, expected: "tensors that do not overlap, unlike \"\(first.name)\" and \"\(second.name)\"")
    }
  }

  private static func roundedUp(_ number: Int, to multiple: Int) -> Int {
    (number + multiple - 1) / multiple * multiple
  }
}
