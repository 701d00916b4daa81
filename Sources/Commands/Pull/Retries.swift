import Base

/// The tries of a transfer that broke off.
struct Retries {
  private let progress: PullProgress
  private var count = 0

  /// Waits before it is tried again, in seconds; what has come since the last failure starts them anew.
  private static let waits = [0.5, 1, 2, 4]

  init(_ progress: PullProgress) { self.progress = progress }

  /// Tells the reason and waits, at least so many seconds; false where it was tried often enough.
  mutating func wait(because reason: String, atLeast least: Double = 0) throws -> Bool {
    if progress.hasFetchedSinceRetry { count = 0 }
    guard count < Self.waits.count, !Interrupts.wasInterrupted else { return false }
    let seconds = max(least, Self.waits[count])
    progress.tell(.retry(reason: reason, seconds: seconds))
    guard Interrupts.sleep(seconds: seconds) else { throw OllamaAccess.interruption }
    count += 1
    return true
  }
}
