import CSystem
import Glibc

/// Whether the user asked the program to stop (Ctrl-C).
package enum Interrupts {
  /// From now on the first request is noted, so that a long work can clean up; a second one ends the program.
  package static func note() { plimsoll_note_interrupts() }

  package static var wasInterrupted: Bool { plimsoll_was_interrupted() != 0 }

  /// True where the request was SIGTERM.
  package static var wasTerminated: Bool { plimsoll_was_interrupted() == SIGTERM }

  /// Waits; false as soon as the user asks to stop.
  package static func sleep(seconds: Double) -> Bool {
    let end = MonotonicClock.seconds() + seconds
    while MonotonicClock.seconds() < end {
      if wasInterrupted { return false }
      usleep(20_000)
    }
    return !wasInterrupted
  }
}
