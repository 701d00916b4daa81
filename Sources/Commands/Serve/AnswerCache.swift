import Base
import Synchronization

/// Answers of a server, for as long as they would be the same.
final class AnswerCache: Sendable {
  private struct Entry {
    let answer: AnswerMaker.Answer
    let catalogNumber: Int
    let day: String
    /// Nil where this machine has no part in it.
    let machineNumber: Int?
    let made: Double
    var used: Int

    func holds(_ reading: InputKeeper.Reading) -> Bool {
      guard catalogNumber == reading.catalogNumber, day == reading.day else { return false }
      guard let machineNumber else { return true }
      // What runs beside is no part of the machine, and is looked at as often.
      return machineNumber == reading.machineNumber
        && MonotonicClock.seconds() - made < InputKeeper.oldSeconds
    }
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var bytes = 0
    var uses = 0
  }

  /// Bytes of answers and their questions at most.
  static let limit = 48 << 20

  private let state = Mutex(State())

  func answer(to key: String, _ reading: InputKeeper.Reading) -> AnswerMaker.Answer? {
    state.withLock { state in
      guard let entry = state.entries[key], entry.holds(reading) else { return nil }
      state.uses += 1
      state.entries[key]?.used = state.uses
      return entry.answer
    }
  }

  func keep(_ answer: AnswerMaker.Answer, to key: String, _ reading: InputKeeper.Reading, usesMachine: Bool) {
    state.withLock { state in
      if let old = state.entries[key] { state.bytes -= Self.size(key, old) }
      state.uses += 1
      let entry = Entry(
        answer: answer, catalogNumber: reading.catalogNumber, day: reading.day,
        machineNumber: usesMachine ? reading.machineNumber : nil, made: MonotonicClock.seconds(), used: state.uses)
      state.entries[key] = entry
      state.bytes += Self.size(key, entry)
      if state.bytes > Self.limit { Self.forget(&state) }
    }
  }

  /// Lets go of the half that was not asked for the longest.
  private static func forget(_ state: inout State) {
    for (key, entry) in state.entries.sorted(by: { $0.value.used < $1.value.used }) {
      guard state.bytes > limit / 2 else { return }
      state.entries[key] = nil
      state.bytes -= size(key, entry)
    }
  }

  private static func size(_ key: String, _ entry: Entry) -> Int { key.utf8.count + entry.answer.body.count + 256 }
}
