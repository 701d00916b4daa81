import Base
import CKernels
import CSystem
import Machines

/// Threads pinned to distinct processors that measure together; the calling thread is one of them.
final class Crew {
  let processors: [Int32]
  let isa: plimsoll_isa
  private let threads: OpaquePointer
  /// When all should be measured, and when all must be where others disturb it.
  private let (deadline, busyDeadline): (Double, Double)
  /// The figures' turns that are still to come and share the time.
  var turnsLeft: Int

  /// Starts the threads for so many turns; nil when they cannot be started.
  ///
  /// Deadlines are seconds of the monotonic clock: on a quiet machine no more than the least samples are taken after the
  /// first, on a busy one a single sample is enough after the second, and after the limit nothing is.
  init?(processors: [Int32], isa: plimsoll_isa, turns: Int, deadline: Double, busyDeadline: Double, limit: Double) {
    guard let threads = plimsoll_crew_open(processors, Int32(processors.count), limit) else { return nil }
    (self.processors, self.isa, self.threads) = (processors, isa, threads)
    (self.turnsLeft, self.deadline, self.busyDeadline) = (turns, deadline, busyDeadline)
  }

  deinit { plimsoll_crew_close(threads) }

  /// Samples of a figure that has a single turn, and of one that has several: the median of an odd number of them is a sample.
  private static let atOnce = Sampling.Wanted(most: 11, least: 5)
  static let inTurns = Sampling.Wanted(most: 3, least: 2)
  static let turns = 3
  /// Turns that figures have besides which are unsettled after these.
  static let furtherTurns = 2
  /// Width of the rows in the kernels, as in a model of some billions of weights.
  static let width = 4096
  /// Bytes of a thread's rows in the widest format.
  static let leastPartBytes = PromptSize.most.rows * width * MemoryLayout<Float>.size
  /// Where others wait for the processors too, a run reads or generates only one of so many pieces.
  static let busyPieces = 4

  /// What `body` takes on the first `count` processors.
  func time(threads count: Int, _ body: (Int) -> Void) -> plimsoll_crew_time {
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

  /// Takes some samples of a figure in its part of the time that is left.
  func takeTurn(of sampling: Sampling, _ wanted: Sampling.Wanted = inTurns) {
    let begin = MonotonicClock.seconds()
    let share = 1 / Double(max(1, turnsLeft))
    turnsLeft -= 1
    sampling.takeTurn(
      wanted, end: begin + max(0, deadline - begin) * share, busyEnd: begin + max(0, busyDeadline - begin) * share)
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
    let sampling = Sampling(isShared: threads.count > 1) {
      guard Sampled.Sample(amount: 1, time(0, part)).isDisturbed else {
        return Sampling.Run(amount: Double(part * threads.count)) { time(0, part) }
      }
      let piece = part / Self.busyPieces / 512 * 512
      var next = 0
      return Sampling.Run(amount: Double(piece * threads.count)) {
        defer { next = (next + 1) % Self.busyPieces }
        return time(next * piece, piece)
      }
    }
    takeTurn(of: sampling, Self.atOnce)
    return sampling.sampled
  }
}

/// Takes results, so that no compiler leaves out what makes them.
enum Sink {
  @inline(never)
  static func take(_ value: UInt64) { withExtendedLifetime(value) {} }
}
