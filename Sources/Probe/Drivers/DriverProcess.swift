import Base
import CSystem
import Glibc

/// One child process of our own binary that asks a driver and prints one JSON document.
struct DriverProcess {
  let source: DriverChild.Source
  private let process: pid_t
  private let output: Int32
  private let errors: Int32
  private let started: UInt64

  /// How long a child may take from its start.
  static let limitSeconds = 2.0
  private static let outputLimit = 1 << 22

  /// Starts the child; fails with a reason.
  static func start(
    _ source: DriverChild.Source, executable: String, environment: [String: String]
  ) -> Result<DriverProcess, DriverLibrary.Failure> {
    var (outputEnds, errorEnds): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard plimsoll_pipe(&outputEnds) == 0 else { return .failure(failure("no pipe", errno)) }
    guard plimsoll_pipe(&errorEnds) == 0 else {
      let number = errno
      outputEnds.forEach { close($0) }
      return .failure(failure("no pipe", number))
    }
    defer {
      close(outputEnds[1])
      close(errorEnds[1])
    }
    // A process group of its own, so that whatever the driver starts can be ended with it.
    let started = ChildStart.start(
      executable, ["plimsoll", DriverChild.word, source.rawValue],
      variables: childEnvironment(environment).map { "\($0.key)=\($0.value)" }.sorted()
    ) { actions in
      posix_spawn_file_actions_adddup2(&actions, outputEnds[1], STDOUT_FILENO)
      posix_spawn_file_actions_adddup2(&actions, errorEnds[1], STDERR_FILENO)
    }
    let process: pid_t
    switch started {
    case .success(let child): process = child
    case .failure(let error):
      close(outputEnds[0])
      close(errorEnds[0])
      return .failure(failure("\(executable) cannot be started", error.number))
    }
    return .success(
      DriverProcess(
        source: source, process: process, output: outputEnds[0], errors: errorEnds[0],
        started: MonotonicClock.nanoseconds()))
  }

  /// Layers serve debugging and overlays: they cost time and are code of others in the child.
  static func childEnvironment(_ environment: [String: String]) -> [String: String] {
    var environment = environment
    environment["VK_INSTANCE_LAYERS"] = nil
    environment["VK_LOADER_DEBUG"] = nil
    environment["VK_LOADER_LAYERS_ENABLE"] = nil
    environment["VK_LOADER_LAYERS_DISABLE"] = "~all~"
    environment["MESA_SHADER_CACHE_DISABLE"] = "true"
    return environment
  }

  /// Asks a child that watches something to tell what it saw.
  func askToEnd() { kill(process, SIGTERM) }

  /// What a child that asks NVML tells.
  func nvmlDocument(limitSeconds: Double = limitSeconds) -> Result<JSONValue, DriverLibrary.Failure> {
    finish(limitSeconds: limitSeconds).flatMap { text in
      (try? JSONParser.parse(text)).map { .success($0) }
        ?? .failure(DriverLibrary.Failure(reason: "NVML's answer is no document"))
    }
  }

  /// Waits for the child's document, at most until the limit; the child and what it started are gone afterwards.
  func finish(limitSeconds: Double = limitSeconds) -> Result<String, DriverLibrary.Failure> {
    defer {
      close(output)
      close(errors)
    }
    var (text, complaints): ([UInt8], [UInt8]) = ([], [])
    var open = [output, errors]
    var isLate = false
    while !open.isEmpty {
      let left = limitSeconds - Double(MonotonicClock.nanoseconds() - started) / 1e9
      guard left > 0 else {
        isLate = true
        break
      }
      var entries = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      let ready = poll(&entries, nfds_t(entries.count), Int32((left * 1000).rounded(.up)))
      if ready < 0, errno != EINTR { break }
      for entry in entries where entry.revents != 0 {
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let count = read(entry.fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { open.removeAll { $0 == entry.fd } }
        guard count > 0 else { continue }
        if entry.fd == output, text.count < Self.outputLimit { text += buffer[0..<count] }
        if entry.fd == errors, complaints.count < 1 << 12 { complaints += buffer[0..<count] }
      }
      // Something the driver left behind may hold the pipe open: the child's own end is what counts.
      if open.contains(output), text.last == 0x0A, text.count > 1, isOver() { break }
    }
    kill(-process, SIGKILL)
    if isLate { kill(process, SIGKILL) }
    let status = reap()
    if let document = String(decoding: text, as: UTF8.self).split(separator: "\n").last, document.first == "{" {
      return .success(String(document))
    }
    let reason = reason(isLate ? limitSeconds : nil, status: status, complaints: complaints)
    return .failure(DriverLibrary.Failure(reason: reason))
  }

  private func isOver() -> Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0 && information.si_signo != 0
  }

  private func reap() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private func reason(_ passedLimit: Double?, status: Int32, complaints: [UInt8]) -> String {
    let subject = source == .vulkan ? "the Vulkan driver" : "NVIDIA's driver library"
    if let passedLimit { return "\(subject) did not answer within \(Int(passedLimit)) s" }
    let signal = status & 0x7F
    if signal != 0 { return "\(subject) crashed (signal \(signal))" }
    let line = String(decoding: complaints, as: UTF8.self).split(whereSeparator: \.isNewline).last.map(String.init)
    return line.map { "\(subject) failed: \($0)" } ?? "\(subject) ended the probe's child with status \(status >> 8)"
  }

  private static func failure(_ what: String, _ number: Int32) -> DriverLibrary.Failure {
    DriverLibrary.Failure(reason: "\(what): \(strerror(number).map { String(cString: $0) } ?? "error \(number)")")
  }
}
