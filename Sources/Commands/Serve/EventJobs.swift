import Base
import CSystem
import Glibc
import Synchronization
import Web

/// Commands that run for a while for a client, each as a process of its own whose lines become events.
///
/// A process, since such commands end when the program is interrupted, and one that a client no longer wants is ended so.
final class EventJobs: Sendable {
  private struct Job {
    let name: String
    let process: pid_t
    let output: Int32
    let events: EventStream
    /// What has come since the last whole event.
    var rest: [UInt8] = []
    var beat: Double
    var isTold = false

    /// The end of the first whole document: of a line, or of several that end with a brace of their own.
    var end: Int? {
      guard rest.first == UInt8(ascii: "{") else { return nil }
      if rest.count > 1, rest[1] != 0x0A { return rest.firstIndex(of: 0x0A) }
      let last: [UInt8] = [0x0A, UInt8(ascii: "}"), 0x0A]
      return rest.indices.dropLast(2).first { rest[$0...].starts(with: last) }.map { $0 + 2 }
    }
  }

  /// Tells a child that its words came from elsewhere.
  static let mark = "PLIMSOLL_ASKED_FROM_ELSEWHERE"

  /// A client that has gone is noticed at the second beat after.
  private static let beatSeconds = 3.0

  private let jobs = Mutex<[Job]>([])
  private let program: String?

  /// `program` is this very program; nil where no process may be started.
  init(program: String?) { self.program = program }

  /// Starts a command; its events end with one named `end`, or `error`.
  func start(_ words: [String]) throws(Failure) -> EventStream {
    guard let program else { throw Failure(.failed, "no program may be started here") }
    let name = words.first ?? ""
    var ends: [Int32] = [-1, -1]
    let events = EventStream()
    let problem: Failure? = jobs.withLock { jobs in
      // Two at once would only hinder each other.
      guard !jobs.contains(where: { $0.name == name }) else {
        return Failure(.unavailable, "'\(name)' is under way already", hint: "ask again when it has ended")
      }
      guard plimsoll_pipe(&ends) == 0 else { return Failure(.failed, "no process can be started: no pipe") }
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
        jobs.append(
          Job(name: name, process: process, output: ends[0], events: events, beat: MonotonicClock.seconds()))
        return nil
      case .failure(let error):
        close(ends[0])
        return Failure(.failed, "no process can be started: \(error.description)")
      }
    }
    if let problem { throw problem }
    return events
  }

  /// Whether none is under way.
  var areOver: Bool { jobs.withLock { $0.isEmpty } }

  /// Sends on what has come, and ends what nobody wants any more; true where a job ended.
  ///
  /// To be called many times a second.
  func go() -> Bool {
    jobs.withLock { jobs in
      let before = jobs.count
      for index in jobs.indices { Self.go(&jobs[index]) }
      jobs.removeAll { Self.isOver($0) }
      return jobs.count < before
    }
  }

  /// Ends all of them, and waits until they have.
  func end() {
    jobs.withLock { jobs in
      for job in jobs { kill(-job.process, SIGTERM) }
      for job in jobs {
        var status: Int32 = 0
        waitpid(job.process, &status, 0)
        close(job.output)
        job.events.finish()
      }
      jobs = []
    }
  }

  private static func go(_ job: inout Job) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(job.output, &buffer, buffer.count), count > 0 { job.rest += buffer[..<count] }
    while let end = job.end {
      let text = String(decoding: job.rest[..<end], as: UTF8.self)
      job.rest.removeSubrange(...end)
      let isError = (try? JSONParser.parse(text))?["error"] != nil
      job.events.send(isError ? "error" : job.name, text)
      job.beat = MonotonicClock.seconds()
    }
    if MonotonicClock.seconds() - job.beat > beatSeconds {
      job.beat = MonotonicClock.seconds()
      job.events.beat()
    }
    if job.events.isGone, !job.isTold {
      job.isTold = true
      kill(-job.process, SIGTERM)
    }
  }

  /// Whether it has ended; then that is told.
  private static func isOver(_ job: Job) -> Bool {
    var status: Int32 = 0
    guard waitpid(job.process, &status, WNOHANG) == job.process else { return false }
    var job = job
    go(&job)
    close(job.output)
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    job.events.send("end", JSONWriter.line(.object(["code": .integer(Int(code))])))
    job.events.finish()
    return true
  }
}
