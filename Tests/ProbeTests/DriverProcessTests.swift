import Glibc
import Machines
import Base
import TestSupport
import Testing

@testable import Probe

/// A child that misbehaves costs one reason and leaves nothing behind.
@Suite struct DriverProcessTests {
  private func answer(_ script: String) throws -> Result<String, DriverLibrary.Failure> {
    let folder = try TestFolder()
    let program = folder.path + "/driver"
    try Files.write("#!/bin/sh\n" + script + "\n", to: program)
    chmod(program, 0o755)
    return try DriverProcess.start(.vulkan, executable: program, environment: ["PATH": "/usr/bin:/bin"]).get().finish()
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

  @Test func aHangEndsAtTheLimitTogetherWithWhatItStarted() throws {
    let start = clock_gettime_nsec()
    guard case .failure(let failure) = try answer("sleep 30 & sleep 30") else {
      Issue.record("a hang is no answer")
      return
    }
    #expect(failure.reason.contains("did not answer"))
    #expect(clock_gettime_nsec() - start < 10_000_000_000)
  }

  @Test func aMissingProgramIsAReason() {
    guard case .failure = DriverProcess.start(.nvml, executable: "/no/such/program", environment: [:]) else {
      Issue.record("nothing can be started")
      return
    }
  }

  private func clock_gettime_nsec() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
