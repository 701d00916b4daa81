import Glibc
import Synchronization

/// An answer that goes on: server-sent events, sent as they happen.
///
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
package final class EventStream: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var isFinished = false
    var isGone = false
    /// Set while the connection waits for something to send.
    var resume: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  package init() {}

  /// Whether nobody listens any more.
  package var isGone: Bool { state.withLock { $0.isGone } }

  /// Sends an event; the lines of its data stay lines.
  package func send(_ name: String, _ data: String) {
    let lines = data.split(separator: "\n", omittingEmptySubsequences: false)
    add("event: \(name)\n" + lines.map { "data: \($0)\n" }.joined() + "\n")
  }

  /// Sends something that means nothing, so that a client that has gone away is noticed.
  package func beat() { add(":\n\n") }

  /// Says that nothing more will come.
  package func finish() {
    state.withLock { state in
      state.isFinished = true
      state.resume?()
      state.resume = nil
    }
  }

  private func add(_ text: String) {
    state.withLock { state in
      guard !state.isGone, !state.isFinished else { return }
      state.bytes += text.utf8
      state.resume?()
      state.resume = nil
    }
  }

  /// Fills a buffer with what has come; nil when nothing more will, and 0 where the connection was told to wait.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, wait: () -> Void, resume: @escaping @Sendable () -> Void
  ) -> Int? {
    state.withLock { state in
      if state.bytes.isEmpty {
        if state.isFinished { return nil }
        // Under the lock, so that nothing comes between looking and waiting.
        wait()
        state.resume = resume
        return 0
      }
      let count = min(buffer.count, state.bytes.count)
      buffer.copyBytes(from: state.bytes[..<count])
      state.bytes.removeFirst(count)
      return count
    }
  }

  func leave() {
    state.withLock { state in
      state.isGone = true
      state.resume = nil
    }
  }
}
