import Glibc

/// A server that runs as a child of this process until one of them ends.
///
/// It has a process group of its own, so that Ctrl-C reaches this process alone, which then ends the server in order.
package final class ChildServer {
  package let identifier: pid_t
  private var status: Int32?

  /// Starts a program.
  ///
  /// What it says goes to standard error, or nowhere. Fails with the number of what went wrong.
  package static func start(_ program: String, _ arguments: [String], isSilent: Bool) -> Result<
    ChildServer, SystemError
  > {
    ChildStart.start(program, [program] + arguments) { actions in
      if isSilent {
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
      }
      posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    }.map(ChildServer.init)
  }

  /// Becomes the program; returns only where that fails, with the number of what went wrong.
  package static func become(_ program: String, _ arguments: [String]) -> SystemError {
    for number in [SIGPIPE, SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    let words = CStrings([program] + arguments)
    withExtendedLifetime(words) { _ = execv(program, words.pointers) }
    return SystemError(number: errno)
  }

  private init(_ identifier: pid_t) { self.identifier = identifier }

  /// How it ended, as a sentence goes on; nil while it runs.
  package var end: String? {
    var found: Int32 = 0
    if status == nil, waitpid(identifier, &found, WNOHANG) == identifier { status = found }
    guard let status else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? "ended with exit code \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
  }

  /// Asks it to end, and makes it after some seconds.
  package func finish() {
    guard end == nil else { return }
    kill(-identifier, SIGTERM)
    let limit = MonotonicClock.seconds() + Self.patienceSeconds
    while end == nil {
      if MonotonicClock.seconds() > limit { kill(-identifier, SIGKILL) }
      usleep(20_000)
    }
  }

  /// A server answers what it is asked before it ends.
  private static let patienceSeconds = 10.0
}
