import Base
import Documents
import Synchronization

/// Answers commands in this process, as they would answer on the command line with `--json`, and keeps the answers.
final class AnswerMaker: Sendable {
  struct Answer: Sendable {
    let code: ExitCode
    let body: [UInt8]
    /// Whether the body is the document of an error.
    let isError: Bool
    /// The same for the same bytes.
    let tag: String

    init(_ code: ExitCode, _ text: String, isError: Bool) {
      (self.code, self.isError, body) = (code, isError, Array(text.utf8))
      var digest = SHA256()
      digest.add(body)
      tag = "\"\(digest.hexadecimal.prefix(32))\""
    }

    init(_ failure: Failure) { self.init(failure.code, JSONWriter.text(failure.document), isError: true) }
  }

  private let keeper: InputKeeper
  private let cache = AnswerCache()

  init(keeper: InputKeeper) { self.keeper = keeper }

  /// The answer to a command line of an endpoint; the same as a moment ago where nothing has changed since.
  ///
  /// `stamp` differs where the files differ that the answer is about.
  func answer(_ words: [String], stamp: String = "") -> Answer {
    let reading = keeper.reading
    let key = words.joined(separator: "\0") + "\0" + stamp
    if let found = cache.answer(to: key, reading) { return found }
    let kept = reading.kept
    let answer = Self.answer(words, from: kept)
    // Errors are cheap to find again, and strangers can ask for any number of them.
    if !answer.isError { cache.keep(answer, to: key, reading, usesMachine: kept.machineWasAsked) }
    return answer
  }

  /// The answer from what was read once, kept nowhere.
  static func answer(_ words: [String], from kept: KeptInputs) -> Answer {
    var text = ""
    let console = Console {
      text += $0
      return true
    }
    var surroundings = Surroundings.answering()
    (surroundings.console, surroundings.kept) = (console, kept)
    do {
      return Answer(try Program.answer(words, surroundings), text, isError: false)
    } catch {
      return Answer(error)
    }
  }
}

extension Surroundings {
  /// The real world for whoever asks from outside of this process: nothing is fetched, no name is a path, and nothing is said.
  static func answering() -> Surroundings {
    var surroundings = live()
    (surroundings.allowsNetwork, surroundings.allowsPaths) = (false, false)
    surroundings.console = Console { _ in true }
    return surroundings
  }
}
