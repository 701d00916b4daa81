import CKernels
import CSystem
import Machines

/// A kernel's rates with how far their samples can be trusted.
struct MeasuredKernel: Sendable {
  let kernel: Measurements.Kernel
  let noise: Double
  let waitShare: Double
}

/// What is measured of products and of attention: runs that each take a few milliseconds.
extension Crew {
  /// Rows whose time says how many a sample takes.
  private static let trialRows = 1024
  /// Samples need not take longer: slow kernels measure less of the buffer, or a shorter prompt.
  ///
  /// Short ones often fit between what other programs do.
  private static let sampleSeconds = (decode: 0.0025, prefill: 0.012)

  /// One column of activations with more weights than any cache holds: what a generated token costs.
  func decode(_ buffer: AlignedMemory, _ format: WeightFormat) -> Sampling {
    Sampling { [self] in
      let step = PromptSize.most.rows
      let part = buffer.count / processors.count / format.rowBytes / step * step
      func products(_ rows: Int) -> Products {
        Products(crew: self, buffer: buffer, format: format, rows: rows, columns: 1, partRows: part)
      }
      let trialRows = min(part, Self.trialRows)
      let trial = trialSeconds(products(trialRows))
      let sampleSeconds = Self.sampleSeconds.decode / Double(trial.isDisturbed ? Self.busyPieces : 1)
      let affordable = min(1e9, sampleSeconds / max(1e-9, trial.seconds) * Double(trialRows))
      return run(products(min(part, max(step, Int(affordable) / step * step))))
    }
  }

  /// Many columns with weights that stay in cache: what a prompt costs.
  func prefill(_ buffer: AlignedMemory, _ format: WeightFormat) -> Sampling {
    Sampling { [self] in
      func products(_ size: PromptSize) -> Products {
        Products(
          crew: self, buffer: buffer, format: format, rows: size.rows, columns: size.columns, partRows: size.rows)
      }
      let size = PromptSize.largest(within: Self.sampleSeconds.prefill) { size in
        let run = products(size)
        _ = run.time()
        return trialSeconds(run).seconds
      }
      return run(products(size))
    }
  }

  /// A kernel's figures; nil before its first sample.
  func kernel(_ format: WeightFormat, _ phase: Measurements.Kernel.Phase, _ sampling: Sampling) -> MeasuredKernel? {
    let rates = sampling.sampled
    guard let run = sampling.run, rates.spread.median > 0 else { return nil }
    let kind = phase == .decode ? "gemv" : "gemm"
    let kernel = Measurements.Kernel(
      name: "\(format.name.lowercased())_\(kind)_\(String(cString: plimsoll_isa_name(isa)))",
      quantization: format.name, phase: phase, bytesPerSecond: rates.spread.scaled(run.bytesPerAmount),
      operationsPerSecond: rates.spread)
    return MeasuredKernel(kernel: kernel, noise: rates.noise, waitShare: rates.waitShare)
  }

  private func run(_ products: Products) -> Sampling.Run {
    Sampling.Run(
      amount: products.operations, bytesPerAmount: products.weightBytes / products.operations, time: products.time)
  }

  /// What a short run takes: the best of three, or where others disturb it the time that its threads ran.
  private func trialSeconds(_ run: Products) -> (seconds: Double, isDisturbed: Bool) {
    let first = run.time()
    guard !Sampled.Sample(amount: 1, first).isDisturbed else { return (first.running, true) }
    return (min(first.seconds, run.time().seconds, run.time().seconds), false)
  }

  /// The same products again and again, with memory of their own for activations and results.
  ///
  /// Each run takes the next rows of each thread's part, so that none finds its weights in a cache.
  private final class Products {
    private let crew: Crew
    private let buffer: AlignedMemory
    private let format: WeightFormat
    private let (rows, columns, partRows): (Int, Int, Int)
    private let activations: UnsafeMutableRawPointer
    private let results: UnsafeMutablePointer<Float>
    private var firstRow = 0

    init(crew: Crew, buffer: AlignedMemory, format: WeightFormat, rows: Int, columns: Int, partRows: Int) {
      (self.crew, self.buffer, self.format) = (crew, buffer, format)
      (self.rows, self.columns, self.partRows) = (rows, columns, partRows)
      let bytes = plimsoll_activation_bytes(format.format, Crew.width)
      activations = UnsafeMutableRawPointer.allocate(byteCount: bytes * columns, alignment: 64)
      results = UnsafeMutablePointer.allocate(capacity: rows * columns * crew.processors.count)
      let values = (0..<Crew.width).map { Float(($0 * 37) % 255 - 127) / 127 }
      plimsoll_quantize_activations(format.format, values, Crew.width, activations)
      for column in 0..<columns where column > 0 {
        (activations + column * bytes).copyMemory(from: activations, byteCount: bytes)
      }
    }

    /// Of all threads in one run.
    var operations: Double { 2 * Double(rows * columns * Crew.width * crew.processors.count) }
    var weightBytes: Double { Double(rows * format.rowBytes * crew.processors.count) }

    func time() -> plimsoll_crew_time {
      if firstRow + rows > partRows { firstRow = 0 }
      let first = firstRow
      firstRow += rows
      return crew.time(threads: crew.processors.count) { index in
        let out = results + index * rows * columns
        plimsoll_multiply(
          crew.isa, format.format, buffer.start + (index * partRows + first) * format.rowBytes, rows, Crew.width,
          activations, columns, out)
        Sink.take(UInt64(out[0].bitPattern))
      }
    }

    deinit {
      activations.deallocate()
      results.deallocate()
    }
  }
}
