/// Reads the metadata of a GGUF header: keys with typed values.
///
/// What is kept is bounded in all: a header may not turn a few bytes into much memory.
struct GGUFMetadataReader {
  private var keptElements = 0
  private var keptStringBytes = 0
  private var skippedStrings = 0

  static func metadata(_ cursor: inout GGUFCursor, count: Int) throws(GGUFError) -> [String: GGUFValue] {
    var reader = GGUFMetadataReader()
    return try reader.metadata(&cursor, count: count)
  }

  private mutating func metadata(_ cursor: inout GGUFCursor, count: Int) throws(GGUFError) -> [String: GGUFValue] {
    var metadata: [String: GGUFValue] = [:]
    for _ in 0..<count {
      let start = cursor.offset
      let key = try cursor.string("a key", limit: GGUFLimits.nameBytes)
      guard metadata[key] == nil else {
        throw GGUFError(offset: start, expected: "each key once; \"\(key)\" comes twice")
      }
      let type = try cursor.unsigned(UInt32.self, "the type of \"\(key)\"")
      metadata[key] = try value(&cursor, type: type, key: key, depth: 0)
    }
    return metadata
  }

  private mutating func value(
    _ cursor: inout GGUFCursor, type: UInt32, key: String, depth: Int
  ) throws(GGUFError) -> GGUFValue {
    let what = "the value of \"\(key)\""
    switch type {
    case 0: return .unsigned(UInt64(try cursor.unsigned(UInt8.self, what)))
    case 1: return .signed(Int64(Int8(bitPattern: try cursor.unsigned(UInt8.self, what))))
    case 2: return .unsigned(UInt64(try cursor.unsigned(UInt16.self, what)))
    case 3: return .signed(Int64(Int16(bitPattern: try cursor.unsigned(UInt16.self, what))))
    case 4: return .unsigned(UInt64(try cursor.unsigned(UInt32.self, what)))
    case 5: return .signed(Int64(Int32(bitPattern: try cursor.unsigned(UInt32.self, what))))
    case 6: return .float(Double(Float(bitPattern: try cursor.unsigned(UInt32.self, what))))
    case 7: return .bool(try cursor.unsigned(UInt8.self, what) != 0)
    case 8: return try string(&cursor, what)
    case 9: return try array(&cursor, key: key, depth: depth)
    case 10: return .unsigned(try cursor.unsigned(UInt64.self, what))
    case 11: return .signed(Int64(bitPattern: try cursor.unsigned(UInt64.self, what)))
    case 12: return .float(Double(bitPattern: try cursor.unsigned(UInt64.self, what)))
    default: throw GGUFError(offset: cursor.offset - 4, expected: "a type from 0 to 12 for \"\(key)\", not \(type)")
    }
  }

  private static let fixedBytes: [UInt32: Int] = [
    0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8,
  ]

  private mutating func array(_ cursor: inout GGUFCursor, key: String, depth: Int) throws(GGUFError) -> GGUFValue {
    guard depth < GGUFLimits.arrayNesting else {
      throw GGUFError(offset: cursor.offset, expected: "at most \(GGUFLimits.arrayNesting) levels of arrays")
    }
    let type = try cursor.unsigned(UInt32.self, "the element type of \"\(key)\"")
    let elementBytes = Self.fixedBytes[type] ?? (type == 9 ? 12 : 8)
    let count = try cursor.count(
      "the length of the array \"\(key)\"", limit: max(0, cursor.remaining - 8) / elementBytes)
    if count > GGUFLimits.keptArrayElements, let bytes = Self.fixedBytes[type] {
      try cursor.skip(count * bytes, "the array \"\(key)\"")
      return .longArray(count: count)
    }
    if type == 8, count > GGUFLimits.keptArrayElements {
      // Eight bytes are a text: a sparse file would make hours of it.
      skippedStrings += min(count, GGUFLimits.allSkippedStrings + 1)
      guard skippedStrings <= GGUFLimits.allSkippedStrings else {
        throw GGUFError(offset: cursor.offset - 8, expected: "at most \(GGUFLimits.allSkippedStrings) texts in arrays")
      }
      for _ in 0..<count { _ = try cursor.longString("an element of \"\(key)\"", kept: 0) }
      return .longArray(count: count)
    }
    keptElements += count
    guard keptElements <= GGUFLimits.allKeptElements else {
      throw GGUFError(offset: cursor.offset - 8, expected: "at most \(GGUFLimits.allKeptElements) small array elements")
    }
    guard type != 9 || count <= GGUFLimits.keptArrayElements else {
      throw GGUFError(offset: cursor.offset - 8, expected: "at most \(GGUFLimits.keptArrayElements) inner arrays")
    }
    var values: [GGUFValue] = []
    for _ in 0..<count { values.append(try value(&cursor, type: type, key: key, depth: depth + 1)) }
    return .array(values)
  }

  private mutating func string(_ cursor: inout GGUFCursor, _ what: String) throws(GGUFError) -> GGUFValue {
    let kept = min(GGUFLimits.keptStringBytes, GGUFLimits.allKeptStringBytes - keptStringBytes)
    guard let text = try cursor.longString(what, kept: kept) else { return .longString }
    keptStringBytes += text.utf8.count
    return .string(text)
  }
}
