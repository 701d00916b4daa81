import Synchronization

/// Notes which paths a probe asks for, so that a recording holds all of them and nothing else.
package final class ReadLog: Sendable {
  /// What was asked about a path.
  package enum Question: Int, Sendable { case presence, names, contents }

  private let questions = Mutex<[String: Set<Question>]>([:])

  package init() {}

  func note(_ path: String, _ question: Question) {
    questions.withLock { _ = $0[path, default: []].insert(question) }
  }

  /// All paths with what was asked about them, in order.
  package var entries: [(path: String, questions: Set<Question>)] {
    questions.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }
}
