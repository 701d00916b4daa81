import Glibc
import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// A child that misbehaves costs one reason and leaves nothing behind.
@Suite struct DriverProcessTests {
  /// However busy the machine is, a child that answers has time to do so.
  private func answer(_ script: String, limitSeconds: Double = 300) throws -> Result<String, DriverLibrary.Failure> {
    let folder = try TestFolder()
    let program = folder.path + "/driver"
    try Files.write("#!/bin/sh\n" + script + "\n", to: program)
    chmod(program, 0o755)
    return try DriverProcess.start(.vulkan, executable: program, environment: ["PATH": "/usr/bin:/bin"]).get()
      .finish(limitSeconds: limitSeconds)
  }

  @Test func theLastLineIsTheDocument() throws {
    #expect(try answer("echo noise; echo '{\"devices\":[]}'").get() == "{\"devices\":[]}")
  }

  @Test func aCrashIsAReason() throws {
    guard case .failure(let failure) = try answer("kill -SEGV $$") else {
      Issue.record("a crash is no answer")
      return
    }
    #expect(failure.reason.contains("crashed (signal 11)"))
  }

  @Test func whatItComplainedOfIsTheReason() throws {
    guard case .failure(let failure) = try answer("echo 'no such chip' >&2; exit 3") else {
      Issue.record("a failure is no answer")
      return
    }
    #expect(failure.reason.contains("no such chip"))
  }

  /// Both would sleep for a day.
  @Test func aHangEndsAtTheLimitTogetherWithWhatItStarted() throws {
    let folder = try TestFolder()
    let answer = try answer(
      "sleep 86400 & echo $! > \(folder.path)/started; echo $$ > \(folder.path)/own; sleep 86400", limitSeconds: 1)
    guard case .failure(let failure) = answer else {
      Issue.record("a hang is no answer")
      return
    }
    #expect(failure.reason.contains("did not answer within 1 s"))
    // On a busy machine the limit may come before the script's first line.
    for name in ["started", "own"] {
      guard let text = try? Files.text(folder.path + "/" + name), let process = pid_t(text.dropLast()) else { continue }
      // A killed process is gone when the kernel comes to it.
      for _ in 0..<30_000 where isRunning(process) { usleep(10_000) }
      #expect(!isRunning(process), "\(name)")
    }
  }

  /// Whether a process is there and not merely waiting for somebody to take note of its end.
  private func isRunning(_ process: pid_t) -> Bool {
    guard let status = try? Files.text("/proc/\(process)/stat") else { return false }
    return status.split(separator: ")").last?.split(separator: " ").first != "Z"
  }

  @Test func aMissingProgramIsAReason() {
    guard case .failure = DriverProcess.start(.nvml, executable: "/no/such/program", environment: [:]) else {
      Issue.record("nothing can be started")
      return
    }
  }
}
