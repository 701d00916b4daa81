import Base
import Glibc
import Testing

/// The program as it was built beside the tests, run as a process of its own.
struct BuiltProgram {
  /// `.build/debug/plimsoll`, which every build of the tests builds too.
  static let path: String = {
    let own = CommandLine.arguments.first ?? ""
    let folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    for depth in 0..<4 {
      let candidate = (folder.dropLast(depth) + ["plimsoll"]).joined(separator: "/")
      var status = stat()
      if stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return candidate }
    }
    return SharedBuild.debug
  }()

  struct Result {
    /// The exit code, or minus the signal that ended it.
    let code: Int32
    let output: String
    let messages: String
    /// The most memory that was resident at once.
    let peakBytes: Int
  }

  /// Runs a shell line in which `$P` is the program, with only these variables.
  static func shell(_ line: String, environment: [String: String] = [:]) throws -> Result {
    let process = try Process(["/bin/sh", "-c", line], environment: environment.merging(["P": path]) { own, _ in own })
    return process.wait()
  }

  /// A process whose output is kept in files.
  struct Process {
    let identifier: pid_t
    private let output: Int32
    private let messages: Int32

    struct CannotStart: Error { let path: String }

    init(_ words: [String], environment: [String: String]) throws {
      (output, messages) = (try Self.file(), try Self.file())
      let (output, messages) = (output, messages)
      let variables = environment.map { "\($0.key)=\($0.value)" }
      let started = ChildStart.start(words[0], words, variables: variables) { actions in
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, messages, 2)
      }
      guard case .success(let process) = started else { throw CannotStart(path: words[0]) }
      identifier = process
    }

    private static func file() throws -> Int32 {
      var name = Array("/tmp/plimsoll-test-XXXXXX".utf8CString)
      let descriptor = mkstemp(&name)
      guard descriptor >= 0 else { throw CannotStart(path: "/tmp") }
      unlink(name)
      return descriptor
    }

    /// What has been written so far.
    private static func text(_ descriptor: Int32) -> String {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
        if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
        bytes += buffer[0..<count]
      }
    }

    var messagesSoFar: String { Self.text(messages) }
    var outputSoFar: String { Self.text(output) }

    /// Waits for the end; a program that hangs is killed after five minutes, which no busy machine needs.
    func wait() -> Result {
      var status: Int32 = 0
      var usage = rusage()
      var rounds = 30_000
      while wait4(identifier, &status, WNOHANG, &usage) == 0 {
        rounds -= 1
        if rounds == 0 { kill(identifier, SIGKILL) }
        usleep(10_000)
      }
      defer {
        close(output)
        close(messages)
      }
      let signal = status & 0x7F
      return Result(
        code: signal == 0 ? status >> 8 & 0xFF : -signal, output: Self.text(output), messages: Self.text(messages),
        peakBytes: usage.ru_maxrss << 10)
    }
  }
}

private enum SharedBuild {
  static let debug = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/.build/debug/plimsoll"
}
