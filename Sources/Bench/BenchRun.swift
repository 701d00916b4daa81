import Base
import CKernels
import Machines
import Synchronization

/// One run of the benchmark, which keeps each figure as soon as it is there: a watchdog may end it at any time.
final class BenchRun: Sendable {
  private let processors: [Int32]
  private let nodes: [(id: Int, threads: Set<Int>)]
  private let (readBytes, kernelBytes): (Int, Int)
  private let limitSeconds: Double
  private let begin = MonotonicClock.seconds()
  private let figures = Mutex(Figures())

  private struct Figures {
    var (all, one): (Sampled?, Sampled?)
    var nodes: [Measurements.NUMANode] = []
    /// By the places that they have in the run.
    var kernels: [Int: MeasuredKernel] = [:]
    var attention: [Int: Measurements.Attention] = [:]
    var problem: String?
  }

  init(
    processors: [Int32], nodes: [(id: Int, threads: Set<Int>)], readBytes: Int, kernelBytes: Int, limitSeconds: Double
  ) {
    (self.processors, self.nodes, self.limitSeconds) = (processors, nodes, limitSeconds)
    (self.readBytes, self.kernelBytes) = (readBytes, kernelBytes)
  }

  /// All figures, or those that could be had within the limit of time.
  func measurements() throws(MicroBench.Skipped) -> Measurements {
    var disturbance = Disturbance.before(threads: processors.count)
    let stealBefore = StealTime.read()
    let isDone = Watchdog.finishes(within: limitSeconds) { [self] in measure() }
    let figures = figures.withLock { $0 }
    if let problem = figures.problem { throw MicroBench.Skipped(reason: problem) }
    guard let all = figures.all, let one = figures.one, all.spread.median > 0, one.spread.median > 0 else {
      throw MicroBench.Skipped(reason: "other programs leave it too little time")
    }
    let measured = inOrder(figures.kernels)
    let samples = measured.map(\.waitShare) + [all.waitShare, one.waitShare]
    disturbance.waitShare = samples.reduce(0, +) / Double(samples.count)
    disturbance.stealShare = StealTime.share(since: stealBefore)
    let noises = measured.map(\.noise).sorted()
    let usualNoise = noises.isEmpty ? 1 : noises[noises.count / 2]
    let kernels = measured.map(\.kernel)
    let isNoisy = max(all.noise, usualNoise) > MicroBench.quiet || !disturbance.isQuiet || !isDone
    // Threads that seldom run together seem to read more than they do; no kernel that reads as much multiplied so fast.
    let fastest = kernels.filter { $0.phase == .decode }.map(\.bytesPerSecond.median).max() ?? all.spread.median
    let read = isNoisy ? all.spread.scaled(min(1, fastest / all.spread.median)) : all.spread
    var cpu = Measurements.CPU(
      threads: processors.count, memoryReadBytesPerSecond: read, singleThreadReadBytesPerSecond: one.spread,
      kernels: kernels, isNoisy: isNoisy,
      stealShare: disturbance.stealShare, numaNodes: figures.nodes)
    cpu.attention = inOrder(figures.attention)
    cpu.waitShare = disturbance.waitShare
    cpu.bandwidthUncertainty = disturbance.bandwidthUncertainty(noise: all.noise)
    cpu.kernelUncertainty = disturbance.kernelUncertainty(noise: usualNoise)
    return Measurements(cpu: cpu, elapsedSeconds: MonotonicClock.seconds() - begin)
  }

  private func measure() {
    guard
      let crew = Crew(
        processors: processors, isa: plimsoll_best_isa(),
        turns: 2 + nodes.count + Crew.turns * (2 * WeightFormat.measured.count + AttentionShape.measured.count),
        deadline: begin + MicroBench.seconds, busyDeadline: begin + MicroBench.busySeconds,
        limit: begin + limitSeconds)
    else { return give("threads cannot be started") }
    filled(readBytes, hugePages: true, by: crew) { buffer in
      let all = crew.read(buffer, threads: Set(processors.indices))
      let one = crew.read(buffer, threads: [0])
      figures.withLock { ($0.all, $0.one) = (all, one) }
      for node in nodes {
        let rates = crew.read(buffer, threads: node.threads)
        guard rates.spread.median > 0 else { continue }
        let measured = Measurements.NUMANode(
          id: node.id, threads: node.threads.count, memoryReadBytesPerSecond: rates.spread)
        figures.withLock { $0.nodes.append(measured) }
      }
    }
    filled(kernelBytes, hugePages: false, by: crew) { buffer in
      take(figures(of: buffer, by: crew), by: crew)
    }
  }

  /// A figure, and what keeps what is known of it so far.
  private typealias Figure = (sampling: Sampling, keep: (Sampling) -> Void)

  private func figures(of buffer: AlignedMemory, by crew: Crew) -> [Figure] {
    let attention: [Figure] = AttentionShape.measured.enumerated().map { place, shape in
      (crew.attention(buffer, shape), { self.keep(crew.attention(shape, $0), \.attention, place) })
    }
    let kernels: [Figure] = WeightFormat.measured.enumerated().flatMap { place, format in
      Measurements.Kernel.Phase.allCases.enumerated().map { second, phase in
        let sampling = phase == .decode ? crew.decode(buffer, format) : crew.prefill(buffer, format)
        return (sampling, { self.keep(crew.kernel(format, phase, $0), \.kernels, 2 * place + second) })
      }
    }
    return attention + kernels
  }

  /// Takes the figures in turns, those that are unsettled afterwards in some more.
  private func take(_ figures: [Figure], by crew: Crew) {
    var wanted = figures
    for turn in 0..<Crew.turns + Crew.furtherTurns where !wanted.isEmpty {
      for figure in wanted {
        guard turn < Crew.turns || !isLate || figure.sampling.wasDisturbed else {
          crew.turnsLeft -= 1
          continue
        }
        crew.takeTurn(of: figure.sampling)
        figure.keep(figure.sampling)
      }
      guard turn + 1 >= Crew.turns else { continue }
      wanted = wanted.filter(\.sampling.isUnsettled)
      crew.turnsLeft = wanted.count
    }
  }

  private var isLate: Bool { MonotonicClock.seconds() - begin > MicroBench.spreadSeconds }

  private func keep<Value>(_ value: Value?, _ path: WritableKeyPath<Figures, [Int: Value]> & Sendable, _ place: Int) {
    figures.withLock { $0[keyPath: path][place] = value }
  }

  private func inOrder<Value>(_ values: [Int: Value]) -> [Value] {
    values.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Gives `body` memory that every thread has filled its part of; it is given back afterwards.
  private func filled(_ bytes: Int, hugePages: Bool, by crew: Crew, _ body: (AlignedMemory) -> Void) {
    guard let buffer = AlignedMemory(bytes: bytes, hugePages: hugePages) else {
      return give("\(ByteSize.text(bytes)) cannot be had")
    }
    crew.fill(buffer)
    body(buffer)
  }

  private func give(_ problem: String) { figures.withLock { $0.problem = problem } }
}
