import CKernels
import Testing

@Suite struct KernelTests {
  private static let formats = [PLIMSOLL_Q8_0, PLIMSOLL_Q4_K, PLIMSOLL_Q6_K, PLIMSOLL_Q4_0]

  /// Products of every instruction set this machine has agree with the plain ones, also for odd numbers of columns.
  @Test(arguments: formats.map(\.rawValue), [1, 4, 7])
  func instructionSetsAgreeWithThePlainKernels(format: UInt32, columns: Int) {
    let format = plimsoll_format(rawValue: format)
    let (rows, width) = (11, 768)
    let plain = Self.products(PLIMSOLL_ISA_SCALAR, format, rows: rows, width: width, columns: columns)
    #expect(plain.contains { $0 != 0 })
    for isa in 1...max(1, plimsoll_best_isa().rawValue) where isa <= plimsoll_best_isa().rawValue {
      let fast = Self.products(plimsoll_isa(rawValue: isa), format, rows: rows, width: width, columns: columns)
      for (a, b) in zip(plain, fast) {
        #expect(abs(a - b) <= 1e-3 * max(1, abs(a)), "\(a) and \(b) with instruction set \(isa)")
      }
    }
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
    for isa in 0...plimsoll_best_isa().rawValue {
      plimsoll_fill(memory, count, 1)
      let before = plimsoll_read(plimsoll_isa(rawValue: isa), memory, count)
      for place in stride(from: 0, to: count, by: 509) {
        memory.storeBytes(
          of: memory.load(fromByteOffset: place, as: UInt8.self) ^ 1, toByteOffset: place, as: UInt8.self)
        #expect(plimsoll_read(plimsoll_isa(rawValue: isa), memory, count) != before, "byte \(place)")
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
    var out = [Float](repeating: 0, count: rows * columns)
    plimsoll_multiply(isa, format, weights, rows, width, activations, columns, &out)
    return out
  }
}
