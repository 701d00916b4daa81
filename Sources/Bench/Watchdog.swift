import Base
import CSystem
import Glibc

/// Runs work on a thread of its own, and waits for it no longer than a limit.
enum Watchdog {
  /// False when the work was not done in time, or could not be begun: then it may still be under way, for itself.
  static func finishes(within seconds: Double, _ work: @escaping @Sendable () -> Void) -> Bool {
    var ends: [Int32] = [-1, -1]
    guard plimsoll_pipe(&ends) == 0 else { return false }
    defer { close(ends[0]) }
    let end = ends[1]
    let started = BackgroundThread.start {
      work()
      close(end)
    }
    guard let started else {
      close(end)
      return false
    }
    pthread_detach(started)
    return isClosed(ends[0], within: seconds)
  }

  /// Whether the other end of a pipe is closed before the time is over.
  private static func isClosed(_ descriptor: Int32, within seconds: Double) -> Bool {
    let end = MonotonicClock.seconds() + seconds
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = Int32((max(0, end - MonotonicClock.seconds()) * 1000).rounded(.up))
      let ready = poll(&waiting, 1, left)
      if ready < 0, errno == EINTR { continue }
      return ready > 0
    }
  }
}
