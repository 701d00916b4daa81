import Base
import Glibc
import Synchronization

/// Ends connections whose requests do not come, or whose answers are not taken, in time.
///
/// The library only knows how long nothing at all has come, and a byte now and then keeps a connection open for good.
final class ConnectionWatch: Sendable {
  private struct State {
    var deadlines: [Int32: Double] = [:]
    /// Requests that have come and whose answers have not gone.
    var answering: Set<Int32> = []
  }

  private let state = Mutex(State())
  private let limits: ServerLimits

  init(limits: ServerLimits) { self.limits = limits }

  var open: Int { state.withLock { $0.deadlines.count } }
  var answering: Int { state.withLock { $0.answering.count } }

  /// A connection was taken, or is free for the next request.
  func waits(_ socket: Int32) { set(socket, limits.arrivalSeconds + Double(limits.idleSeconds), isAnswering: false) }

  /// A request has begun.
  func begins(_ socket: Int32) { set(socket, limits.arrivalSeconds, isAnswering: false) }

  /// A request is there and is answered, perhaps without an end.
  func answers(_ socket: Int32, isEndless: Bool = false) {
    set(socket, isEndless ? .infinity : limits.takingSeconds, isAnswering: true)
  }

  func closed(_ socket: Int32) {
    state.withLock {
      $0.deadlines[socket] = nil
      $0.answering.remove(socket)
    }
  }

  /// Ends what is late; the library sees the end and closes.
  func endLate() {
    let now = MonotonicClock.seconds()
    // Under the lock, so that no number belongs to another connection meanwhile.
    state.withLock { state in
      for (socket, deadline) in state.deadlines where deadline < now {
        shutdown(socket, Int32(SHUT_RDWR))
        state.deadlines[socket] = now + 1
      }
    }
  }

  private func set(_ socket: Int32, _ seconds: Double, isAnswering: Bool) {
    let deadline = MonotonicClock.seconds() + seconds
    state.withLock {
      $0.deadlines[socket] = deadline
      if isAnswering { $0.answering.insert(socket) } else { $0.answering.remove(socket) }
    }
  }
}
