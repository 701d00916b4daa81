import Base
import CKernels
import CSystem
import Machines

/// Threads pinned to distinct processors that measure together; the calling thread is one of them.
final class Crew {
  let processors: [Int32]
  let isa: plimsoll_isa
  private let threads: OpaquePointer
  /// When all should be measured, when all must be where others disturb it, and the figures that are still to be taken.
  private let (deadline, busyDeadline): (Double, Double)
  private var figuresLeft: Int

  /// Starts the threads, which share the time among so many figures; nil when they cannot be started.
  ///
  /// Deadlines are seconds of the monotonic clock: on a quiet machine no more than the least samples are taken after the
  /// first, on a busy one a single sample is enough after the second, and after the limit nothing is.
  init?(
    processors: [Int32], isa: plimsoll_isa, figures: Int, deadline: Double, busyDeadline: Double, limit: Double
  ) {
    guard let threads = plimsoll_crew_open(processors, Int32(processors.count), limit) else { return nil }
    (self.processors, self.isa, self.threads) = (processors, isa, threads)
    (self.figuresLeft, self.deadline, self.busyDeadline) = (figures, deadline, busyDeadline)
  }

  deinit { plimsoll_crew_close(threads) }

  /// Undisturbed samples of each figure: the median of an odd number of them is a sample.
  ///
  /// Without time for so many there are fewer.
  private static let samples = 11
  private static let leastSamples = 5
  /// Width of the rows in the kernels, as in a model of some billions of weights.
  static let width = 4096
  /// Bytes of a thread's rows in the widest format.
  static let leastPartBytes = PromptSize.most.rows * width * MemoryLayout<Float>.size
  /// Where others wait for the processors too, a run reads or generates only one of so many pieces.
  private static let busyPieces = 4
  /// Rows whose time says how many a sample takes.
  private static let trialRows = 1024
  /// Samples need not take longer: slow kernels measure less of the buffer, or a shorter prompt.
  ///
  /// Short ones often fit between what other programs do.
  private static let sampleSeconds = (decode: 0.0025, prefill: 0.012)

  /// What `body` takes on the first `count` processors.
  private func time(threads count: Int, _ body: (Int) -> Void) -> plimsoll_crew_time {
    withoutActuallyEscaping(body) { body in
      var box = BodyBox(body: body)
      return withUnsafeMutablePointer(to: &box) { pointer in
        plimsoll_crew_run(
          threads, Int32(count),
          { index, context in context?.assumingMemoryBound(to: BodyBox.self).pointee.body(Int(index)) }, pointer)
      }
    }
  }

  private struct BodyBox {
    let body: (Int) -> Void
  }

  /// The rate of each sample, after one run that does not count.
  ///
  /// Samples during which another program had one of the processors tell of that program; others are taken instead, as
  /// long as there is time.
  private func sampled(
    amount: Double, isShared: Bool = false, _ time: () -> plimsoll_crew_time
  ) -> Sampled {
    let begin = MonotonicClock.seconds()
    let share = 1 / Double(max(1, figuresLeft))
    let (end, busyEnd) = (begin + max(0, deadline - begin) * share, begin + max(0, busyDeadline - begin) * share)
    figuresLeft -= 1
    var taken: [Sampled.Sample] = []
    var undisturbed = 0
    var isFirst = true
    while true {
      let time = time()
      guard time.running > 0 else { break }
      let sample = Sampled.Sample(amount: amount, time)
      let now = MonotonicClock.seconds()
      if !isFirst || now >= busyEnd {
        if !sample.isDisturbed { undisturbed += 1 }
        taken.append(sample)
      }
      isFirst = false
      if undisturbed >= Self.samples || now >= busyEnd || now >= end && taken.count >= Self.leastSamples { break }
    }
    return Sampled(taken, isShared: isShared)
  }

  /// Each thread writes its own part first, so that it lies in the memory nearest to it.
  func fill(_ buffer: AlignedMemory) {
    let part = buffer.count / processors.count / 512 * 512
    _ = time(threads: processors.count) { index in
      plimsoll_fill(buffer.start + index * part, part, UInt64(index + 1))
    }
  }

  /// Reads each thread's own part of the buffer with the threads of these numbers.
  ///
  /// Where others disturb it only a piece of each part at a time: short runs often fit between what the others do, and
  /// threads of which one has to wait do not share the memory's bandwidth.
  func read(_ buffer: AlignedMemory, threads: Set<Int>) -> Sampled {
    let part = buffer.count / processors.count / 512 * 512
    let isa = isa
    func time(_ start: Int, _ count: Int) -> plimsoll_crew_time {
      self.time(threads: (threads.max() ?? 0) + 1) { index in
        if threads.contains(index) { Sink.take(plimsoll_read(isa, buffer.start + index * part + start, count)) }
      }
    }
    guard Sampled.Sample(amount: 1, time(0, part)).isDisturbed else {
      return sampled(amount: Double(part * threads.count), isShared: threads.count > 1) { time(0, part) }
    }
    let piece = part / Self.busyPieces / 512 * 512
    var next = 0
    return sampled(amount: Double(piece * threads.count), isShared: threads.count > 1) {
      defer { next = (next + 1) % Self.busyPieces }
      return time(next * piece, piece)
    }
  }

  /// One column of activations with more weights than any cache holds: what a generated token costs.
  func decode(_ buffer: AlignedMemory, _ format: WeightFormat) -> MeasuredKernel? {
    let step = PromptSize.most.rows
    let part = buffer.count / processors.count / format.rowBytes / step * step
    let trialRows = min(part, Self.trialRows)
    let trial = Products(crew: self, buffer: buffer, format: format, rows: trialRows, columns: 1, partRows: part)
    let trialTime = trialSeconds(trial)
    let sampleSeconds = Self.sampleSeconds.decode / Double(trialTime.isDisturbed ? Self.busyPieces : 1)
    let affordable = min(1e9, sampleSeconds / max(1e-9, trialTime.seconds) * Double(trialRows))
    let rows = min(part, max(step, Int(affordable) / step * step))
    let run = Products(crew: self, buffer: buffer, format: format, rows: rows, columns: 1, partRows: part)
    let rates = sampled(amount: Double(rows * format.rowBytes * processors.count)) { run.time() }
    let operations = rates.spread.scaled(2 * Double(Self.width) / Double(format.rowBytes))
    return kernel(format, "gemv", .decode, rates, bytesPerSecond: rates.spread, operationsPerSecond: operations)
  }

  /// Tokens in the cache, and heads beside each other in it, as many models of some billions of weights have them.
  private static let cache = (cells: 2048, heads: 8)

  /// One token's attention with a cache that lies in memory: each thread has heads of its own, the next ones each time.
  func attend(_ buffer: AlignedMemory, _ shape: AttentionShape) -> Measurements.Attention? {
    let part = buffer.count / processors.count / AlignedMemory.granule * AlignedMemory.granule
    let stride = Self.cache.heads * shape.headWidth
    let halfBytes = MemoryLayout<UInt16>.size
    let cells = min(Self.cache.cells, part / (2 * stride * halfBytes))
    guard cells > 0 else { return nil }
    let layerBytes = 2 * cells * stride * halfBytes
    let layers = part / layerBytes
    let state = UnsafeMutablePointer<UInt16>.allocate(capacity: 2 * shape.headWidth * processors.count)
    defer { state.deallocate() }
    state.initialize(repeating: 0x3400, count: 2 * shape.headWidth * processors.count)
    let isa = isa
    var next = 0
    let rates = sampled(amount: Double(cells * shape.sharingHeads * processors.count)) {
      let (layer, head) = (next / Self.cache.heads % layers, next % Self.cache.heads)
      next += 1
      return time(threads: processors.count) { index in
        let place = buffer.start + index * part + layer * layerBytes + head * shape.headWidth * halfBytes
        let keys = place.assumingMemoryBound(to: UInt16.self)
        let query = state + 2 * index * shape.headWidth
        let sum = query + shape.headWidth
        for _ in 0..<shape.sharingHeads {
          sum.update(repeating: 0, count: shape.headWidth)
          let total = plimsoll_attend(
            isa, keys, keys + cells * stride, stride, cells, shape.headWidth, query, sum)
          Sink.take(UInt64(total.bitPattern))
        }
      }
    }
    guard rates.spread.median > 0 else { return nil }
    return Measurements.Attention(
      headWidth: shape.headWidth, sharingHeads: shape.sharingHeads, cellsPerSecond: rates.spread)
  }

  /// Many columns with weights that stay in cache: what a prompt costs.
  func prefill(_ buffer: AlignedMemory, _ format: WeightFormat) -> MeasuredKernel? {
    func products(_ size: PromptSize) -> Products {
      Products(crew: self, buffer: buffer, format: format, rows: size.rows, columns: size.columns, partRows: size.rows)
    }
    let size = PromptSize.largest(within: Self.sampleSeconds.prefill) { size in
      let run = products(size)
      _ = run.time()
      return trialSeconds(run).seconds
    }
    let (run, rows, columns) = (products(size), size.rows, size.columns)
    let rates = sampled(amount: 2 * Double(rows * columns * Self.width * processors.count)) { run.time() }
    let bytes = rates.spread.scaled(Double(format.rowBytes) / (2 * Double(Self.width * columns)))
    return kernel(format, "gemm", .prefill, rates, bytesPerSecond: bytes, operationsPerSecond: rates.spread)
  }

  /// What a short run takes: the best of three, or where others disturb it the time that its threads ran.
  private func trialSeconds(_ run: Products) -> (seconds: Double, isDisturbed: Bool) {
    let first = run.time()
    guard !Sampled.Sample(amount: 1, first).isDisturbed else { return (first.running, true) }
    return (min(first.seconds, run.time().seconds, run.time().seconds), false)
  }

  private func kernel(
    _ format: WeightFormat, _ kind: String, _ phase: Measurements.Kernel.Phase, _ rates: Sampled,
    bytesPerSecond: Spread, operationsPerSecond: Spread
  ) -> MeasuredKernel? {
    guard rates.spread.median > 0 else { return nil }
    let kernel = Measurements.Kernel(
      name: "\(format.name.lowercased())_\(kind)_\(String(cString: plimsoll_isa_name(isa)))",
      quantization: format.name, phase: phase, bytesPerSecond: bytesPerSecond, operationsPerSecond: operationsPerSecond)
    return MeasuredKernel(kernel: kernel, noise: rates.noise, waitShare: rates.waitShare)
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

/// A kernel's rates with how far their samples can be trusted.
struct MeasuredKernel: Sendable {
  let kernel: Measurements.Kernel
  let noise: Double
  let waitShare: Double
}

/// Takes results, so that no compiler leaves out what makes them.
private enum Sink {
  @inline(never)
  static func take(_ value: UInt64) { withExtendedLifetime(value) {} }
}
