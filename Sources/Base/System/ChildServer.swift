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
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    if isSilent {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let words = CStrings([program] + arguments)
    let number = withExtendedLifetime(words) {
      posix_spawn(&process, program, &actions, &attributes, words.pointers, environ)
    }
    return number == 0 ? .success(ChildServer(process)) : .failure(SystemError(number: number))
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

/// Why a system call failed.
package struct SystemError: Error {
  package let number: Int32

  package var description: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
}
