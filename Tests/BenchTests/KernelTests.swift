import CKernels
import Testing

@Suite struct KernelTests {
  private static let formats = (0..<UInt32(PLIMSOLL_FORMAT_COUNT)).map { plimsoll_format(rawValue: $0) }
  private static let instructionSets = (0..<UInt32(PLIMSOLL_ISA_COUNT)).map { plimsoll_isa(rawValue: $0) }
    .filter { plimsoll_has($0) != 0 }

  /// Products of every instruction set this machine has agree with the plain ones, also for odd numbers of columns.
  @Test(arguments: formats.map(\.rawValue), [1, 4, 7, 13])
  func instructionSetsAgreeWithThePlainKernels(format: UInt32, columns: Int) {
    let format = plimsoll_format(rawValue: format)
    let (rows, width) = (64, 768)
    let plain = Self.products(PLIMSOLL_ISA_SCALAR, format, rows: rows, width: width, columns: columns)
    #expect(plain.contains { $0 != 0 })
    for isa in Self.instructionSets {
      let fast = Self.products(isa, format, rows: rows, width: width, columns: columns)
      let most = plain.map(abs).max() ?? 0
      for (a, b) in zip(plain, fast) {
        #expect(abs(a - b) <= 2e-4 * most, "\(a) and \(b) with \(String(cString: plimsoll_isa_name(isa)))")
      }
    }
  }

  /// Attention of every instruction set agrees with the plain one, to what sums of halves allow.
  @Test(arguments: [64, 128, 192])
  func instructionSetsAttendAlike(width: Int) {
    let (cells, stride) = (300, 2 * width)
    var cache = [UInt16](repeating: 0, count: 2 * cells * stride)
    plimsoll_fill(&cache, cache.count * 2, 5)
    func attended(_ isa: plimsoll_isa) -> (total: Float, sum: [UInt16]) {
      var sum = [UInt16](repeating: 0, count: width)
      let total = cache.withUnsafeBufferPointer { cache -> Float in
        guard let keys = cache.baseAddress else { return 0 }
        return plimsoll_attend(isa, keys, keys + cells * stride, stride, cells, width, keys + 7 * stride, &sum)
      }
      return (total, sum)
    }
    let plain = attended(PLIMSOLL_ISA_SCALAR)
    #expect(plain.total > 1 && plain.total < Float(cells))
    for isa in Self.instructionSets {
      let fast = attended(isa)
      #expect(abs(fast.total - plain.total) < 1e-3 * plain.total)
      // Normal halves of one sign are ordered as their bits.
      for (a, b) in zip(fast.sum, plain.sum) { #expect(abs(Int(a) - Int(b)) <= 8, "\(a) and \(b)") }
    }
  }

  /// Packing for an instruction set moves bytes and neither adds nor drops any.
  @Test(arguments: formats.map(\.rawValue))
  func packedRowsHaveTheSameBytes(format: UInt32) {
    let format = plimsoll_format(rawValue: format)
    for isa in Self.instructionSets {
      let rows = max(16, plimsoll_panel_rows(isa, format))
      let bytes = rows * 256 / plimsoll_block_elements(format) * plimsoll_block_bytes(format)
      var weights = [UInt8](repeating: 0, count: bytes)
      plimsoll_fill(&weights, bytes, 3)
      var packed = [UInt8](repeating: 0, count: bytes)
      plimsoll_pack(isa, format, weights, rows, 256, &packed)
      #expect(packed.sorted() == weights.sorted())
      #expect((packed == weights) == (plimsoll_panel_rows(isa, format) == 1))
    }
  }

  /// Rows that are no multiple of what the fast routines take are multiplied one by one.
  @Test(arguments: [PLIMSOLL_Q8_0, PLIMSOLL_Q6_K, PLIMSOLL_F16, PLIMSOLL_BF16, PLIMSOLL_F32].map(\.rawValue))
  func anyNumberOfRowsCanBeMultiplied(format: UInt32) {
    let format = plimsoll_format(rawValue: format)
    let plain = Self.products(PLIMSOLL_ISA_SCALAR, format, rows: 11, width: 256, columns: 5)
    let fast = Self.products(plimsoll_best_isa(), format, rows: 11, width: 256, columns: 5)
    let most = plain.map(abs).max() ?? 0
    #expect(most > 0 && zip(plain, fast).allSatisfy { abs($0 - $1) <= 2e-4 * most })
  }

  /// A row of known weights times known activations is what arithmetic says.
  @Test func theQ8ProductIsTheSumOfProducts() {
    let width = 256
    var row: [UInt8] = []
    for block in 0..<width / 32 {
      row += [0x00, 0x3C]  // a scale of one
      row += (0..<32).map { UInt8(bitPattern: Int8(($0 + block) % 7 - 3)) }
    }
    let values = (0..<width).map { Float($0 % 128 == 127 ? 127 : $0 % 5) }
    var activations = [UInt8](repeating: 0, count: plimsoll_activation_bytes(PLIMSOLL_Q8_0, width))
    plimsoll_quantize_activations(PLIMSOLL_Q8_0, values, width, &activations)
    var out: [Float] = [0]
    plimsoll_multiply(PLIMSOLL_ISA_SCALAR, PLIMSOLL_Q8_0, row, 1, width, activations, 1, &out)
    var expected: Float = 0
    for index in 0..<width {
      let weight = Float((index % 32 + index / 32) % 7 - 3)
      expected += weight * values[index]
    }
    #expect(abs(out[0] - expected) < 3)
  }

  @Test func everyByteThatIsReadCounts() {
    let count = 4096
    let memory = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
    defer { memory.deallocate() }
    for isa in Self.instructionSets {
      plimsoll_fill(memory, count, 1)
      let before = plimsoll_read(isa, memory, count)
      for place in stride(from: 0, to: count, by: 509) {
        memory.storeBytes(
          of: memory.load(fromByteOffset: place, as: UInt8.self) ^ 1, toByteOffset: place, as: UInt8.self)
        #expect(plimsoll_read(isa, memory, count) != before, "byte \(place)")
        memory.storeBytes(
          of: memory.load(fromByteOffset: place, as: UInt8.self) ^ 1, toByteOffset: place, as: UInt8.self)
      }
    }
  }

  private static func products(
    _ isa: plimsoll_isa, _ format: plimsoll_format, rows: Int, width: Int, columns: Int
  ) -> [Float] {
    let rowBytes = width / plimsoll_block_elements(format) * plimsoll_block_bytes(format)
    var weights = [UInt64](repeating: 0, count: (rows * rowBytes + 7) / 8)
    plimsoll_fill(&weights, weights.count * 8, 7)
    let stride = plimsoll_activation_bytes(format, width)
    var activations = [UInt8](repeating: 0, count: stride * columns)
    for column in 0..<columns {
      let values = (0..<width).map { Float(($0 * 31 + column * 17) % 101) / 50 - 1 }
      activations.withUnsafeMutableBytes { bytes in
        plimsoll_quantize_activations(format, values, width, bytes.baseAddress?.advanced(by: column * stride))
      }
    }
    var packed = [UInt8](repeating: 0, count: rows * rowBytes)
    plimsoll_pack(isa, format, weights, rows, width, &packed)
    var out = [Float](repeating: 0, count: rows * columns)
    plimsoll_multiply(isa, format, packed, rows, width, activations, columns, &out)
    return out
  }
}
