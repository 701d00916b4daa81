import Glibc

/// Starts programs as children in a process group of their own, with default signals, whatever this process ignores.
package enum ChildStart {
  /// Starts a program; `words` begins with its name, `variables` are `NAME=value`, and nil is this process's own.
  ///
  /// Its standard input is empty; `streams` says where the others go. Fails with the number of what went wrong.
  package static func start(
    _ program: String, _ words: [String], variables: [String]? = nil,
    streams: (inout posix_spawn_file_actions_t) -> Void
  ) -> Result<pid_t, SystemError> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    streams(&actions)
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
    let (words, variables) = (CStrings(words), variables.map(CStrings.init))
    var process: pid_t = 0
    let number = withExtendedLifetime((words, variables)) {
      posix_spawn(&process, program, &actions, &attributes, words.pointers, variables?.pointers ?? environ)
    }
    return number == 0 ? .success(process) : .failure(SystemError(number: number))
  }
}

/// Why a system call failed.
package struct SystemError: Error {
  package let number: Int32

  package init(number: Int32) { self.number = number }

  package var description: String { strerror(number).map { String(cString: $0) } ?? "error \(number)" }
}
