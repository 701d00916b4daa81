import Base
import CSystem
import Glibc

/// A command of this very program in a process of its own, whose documents come as it writes them.
///
/// A process, since such commands end when the program is interrupted, and one that is no longer wanted is ended so.
struct CommandProcess {
  /// Tells a child that its words came from elsewhere.
  static let mark = "PLIMSOLL_ASKED_FROM_ELSEWHERE"

  private let process: pid_t
  private let output: Int32
  /// What has come since the last whole document.
  private var rest: [UInt8] = []

  /// Starts a command of `program`, which is this very program.
  init(_ program: String, _ words: [String]) throws(Failure) {
    var ends: [Int32] = [-1, -1]
    guard plimsoll_pipe(&ends) == 0 else { throw Failure(.failed, "no process can be started: no pipe") }
    let variables = ProcessEnvironment.all().merging([Self.mark: "1"]) { $1 }.map { "\($0.key)=\($0.value)" }
    let started = ChildStart.start(
      program, ["plimsoll"] + words, variables: variables,
      streams: { actions in
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
      })
    close(ends[1])
    switch started {
    case .success(let process):
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      (self.process, output) = (process, ends[0])
    case .failure(let error):
      close(ends[0])
      throw Failure(.failed, "no process can be started: \(error.description)")
    }
  }

  /// The whole documents that have come since the last time.
  mutating func documents() -> [String] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(output, &buffer, buffer.count), count > 0 { rest += buffer[..<count] }
    var found: [String] = []
    while let end {
      found.append(String(decoding: rest[..<end], as: UTF8.self))
      rest.removeSubrange(...end)
    }
    return found
  }

  /// The end of the first whole document: of a line, or of several that end with a brace of their own.
  private var end: Int? {
    guard rest.first == UInt8(ascii: "{") else { return nil }
    if rest.count > 1, rest[1] != 0x0A { return rest.firstIndex(of: 0x0A) }
    let last: [UInt8] = [0x0A, UInt8(ascii: "}"), 0x0A]
    return rest.indices.dropLast(2).first { rest[$0...].starts(with: last) }.map { $0 + 2 }
  }

  /// Asks it to end.
  func stop() { kill(-process, SIGTERM) }

  /// Its exit code, or 128 and the signal that ended it; nil while it goes on.
  ///
  /// To be asked no more once there is one. What came last is still to be taken then.
  func code() -> Int32? {
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return nil }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// Waits until it has ended.
  func wait() {
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }

  /// Lets go of what it writes to.
  func closeOutput() { close(output) }
}
