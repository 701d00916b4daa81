/// The program's exit codes; the numbers from 64 on are those of sysexits.h.
package enum ExitCode: Int32, Sendable {
  case answered = 0
  case failed = 1
  /// Answered: nothing passes the gates, or the named model does not fit.
  case nothingFits = 3
  /// A hard limit of `meter` is passed.
  case hardLimit = 4
  case usage = 64
  case badData = 65
  case noInput = 66
  case unavailable = 69
  case cannotCreate = 73
  case interrupted = 130
  case terminated = 143
}

/// Why a command could not do what was asked, as the user is told.
package struct Failure: Error, Equatable {
  package var code: ExitCode
  /// One sentence that names the input and the place.
  package var message: String
  /// What to do about it, or nil.
  package var hint: String?
  /// True where the document of the error must stay on one line, among JSON lines.
  var isOneLine = false

  package init(_ code: ExitCode, _ message: String, hint: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }
}
