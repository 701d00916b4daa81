import CKernels
import CSystem
import HardwareModel
import Units

/// Threads pinned to distinct processors that measure together.
struct Crew {
  let processors: [Int32]
  let isa: plimsoll_isa

  /// Width of the rows in the kernels, as in a model of some billions of weights.
  private static let width = 4096
  /// Rows and columns that each thread multiplies for prompts.
  private static let promptRows = 128
  private static let promptColumns = 64

  /// Seconds that `body` takes on the first `threads` processors; nil when threads cannot be started.
  private func seconds(threads: Int, _ body: (Int) -> Void) -> Double? {
    withoutActuallyEscaping(body) { body in
      var box = BodyBox(body: body)
      let seconds = withUnsafeMutablePointer(to: &box) { pointer in
        processors.withUnsafeBufferPointer { processors in
          plimsoll_run_pinned(
            processors.baseAddress, Int32(threads),
            { index, context in context?.assumingMemoryBound(to: BodyBox.self).pointee.body(Int(index)) }, pointer)
        }
      }
      return seconds > 0 ? seconds : nil
    }
  }

  private struct BodyBox {
    let body: (Int) -> Void
  }

  /// The rate of each sample, after one run that does not count.
  private func spread(threads: Int, amount: Double, samples: Int = MicroBench.samples, _ body: (Int) -> Void) -> Spread
  {
    _ = seconds(threads: threads, body)
    let rates = (0..<samples).compactMap { _ in seconds(threads: threads, body).map { amount / $0 } }
    return Spread(samples: rates) ?? Spread(median: 0, low: 0, high: 0)
  }

  /// Each thread writes its own part first, so that it lies in the memory nearest to it.
  func fill(_ buffer: AlignedMemory) -> Bool {
    let part = buffer.count / processors.count / 512 * 512
    return seconds(threads: processors.count) { index in
      plimsoll_fill(buffer.start + index * part, part, UInt64(index + 1))
    } != nil
  }

  func read(_ buffer: AlignedMemory, threads: Int) -> Spread {
    let part = buffer.count / max(threads, processors.count) / 512 * 512
    let isa = isa
    return spread(threads: threads, amount: Double(part * threads), samples: 7) { index in
      Sink.take(plimsoll_read(isa, buffer.start + index * part, part))
    }
  }

  /// One column of activations with more weights than any cache holds: what a generated token costs.
  func decode(_ buffer: AlignedMemory, _ format: WeightFormat) -> Measurements.Kernel {
    let rowBytes = Self.width / plimsoll_block_elements(format.format) * plimsoll_block_bytes(format.format)
    let rows = buffer.count / processors.count / rowBytes
    let activations = Activations(format, columns: 1, width: Self.width)
    var results = (0..<processors.count).map { _ in [Float](repeating: 0, count: rows) }
    let bytes = Double(rows * rowBytes * processors.count)
    let isa = isa
    let rates = results.withUnsafeMutableBufferPointer { results in
      let results = UncheckedResults(results)
      return spread(threads: processors.count, amount: bytes, samples: 5) { index in
        plimsoll_multiply(
          isa, format.format, buffer.start + index * rows * rowBytes, rows, Self.width, activations.bytes, 1,
          &results.pointer[index])
        Sink.take(UInt64(results.pointer[index][0].bitPattern))
      }
    }
    return kernel(format, "gemv", .decode, rates, operationsPerByte: 2 * Double(Self.width) / Double(rowBytes))
  }

  /// Many columns with weights that stay in cache: what a prompt costs.
  func prefill(_ buffer: AlignedMemory, _ format: WeightFormat) -> Measurements.Kernel {
    let rowBytes = Self.width / plimsoll_block_elements(format.format) * plimsoll_block_bytes(format.format)
    let (rows, columns) = (Self.promptRows, Self.promptColumns)
    let activations = Activations(format, columns: columns, width: Self.width)
    var results = (0..<processors.count).map { _ in [Float](repeating: 0, count: rows * columns) }
    let operations = 2 * Double(rows * columns * Self.width * processors.count)
    let isa = isa
    let rates = results.withUnsafeMutableBufferPointer { results in
      let results = UncheckedResults(results)
      return spread(threads: processors.count, amount: operations) { index in
        plimsoll_multiply(
          isa, format.format, buffer.start + index * rows * rowBytes, rows, Self.width, activations.bytes, columns,
          &results.pointer[index])
        Sink.take(UInt64(results.pointer[index][0].bitPattern))
      }
    }
    let bytesPerOperation = Double(rowBytes) / (2 * Double(Self.width * columns))
    return Measurements.Kernel(
      name: name(format, "gemm"), quantization: format.name, phase: .prefill,
      bytesPerSecond: rates.scaled(bytesPerOperation), operationsPerSecond: rates)
  }

  private func kernel(
    _ format: WeightFormat, _ kind: String, _ phase: Measurements.Kernel.Phase, _ bytes: Spread,
    operationsPerByte: Double
  ) -> Measurements.Kernel {
    Measurements.Kernel(
      name: name(format, kind), quantization: format.name, phase: phase, bytesPerSecond: bytes,
      operationsPerSecond: bytes.scaled(operationsPerByte))
  }

  private func name(_ format: WeightFormat, _ kind: String) -> String {
    "\(format.name.lowercased())_\(kind)_\(String(cString: plimsoll_isa_name(isa)))"
  }
}

/// The results of each thread, which only that thread touches.
private struct UncheckedResults {
  let pointer: UnsafeMutablePointer<[Float]>

  init(_ buffer: UnsafeMutableBufferPointer<[Float]>) {
    // There is at least one thread, so the buffer is not empty.
    pointer = buffer.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1)
  }
}

/// Quantized activations of all columns.
private final class Activations {
  let bytes: UnsafeMutableRawPointer

  init(_ format: WeightFormat, columns: Int, width: Int) {
    let stride = plimsoll_activation_bytes(format.format, width)
    bytes = UnsafeMutableRawPointer.allocate(byteCount: stride * columns, alignment: 64)
    let values = (0..<width).map { Float(($0 * 37) % 255 - 127) / 127 }
    for column in 0..<columns {
      plimsoll_quantize_activations(format.format, values, width, bytes + column * stride)
    }
  }

  deinit { bytes.deallocate() }
}

/// Takes results, so that no compiler leaves out what makes them.
private enum Sink {
  @inline(never)
  static func take(_ value: UInt64) { withExtendedLifetime(value) {} }
}

extension Spread {
  fileprivate func scaled(_ factor: Double) -> Spread {
    Spread(median: median * factor, low: low * factor, high: high * factor)
  }
}
