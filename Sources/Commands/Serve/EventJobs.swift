import Base
import Synchronization
import Web

/// Commands that run for a while for a client, whose documents become events.
final class EventJobs: Sendable {
  private struct Job {
    let name: String
    var process: CommandProcess
    let events: EventStream
    var beat: Double
    var isTold = false
  }

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
    let events = EventStream()
    let problem: Failure? = jobs.withLock { jobs in
      // Two at once would only hinder each other.
      guard !jobs.contains(where: { $0.name == name }) else {
        return Failure(.unavailable, "'\(name)' is under way already", hint: "ask again when it has ended")
      }
      do throws(Failure) {
        let process = try CommandProcess(program, words)
        jobs.append(Job(name: name, process: process, events: events, beat: MonotonicClock.seconds()))
        return nil
      } catch {
        return error
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
      for job in jobs { job.process.stop() }
      for job in jobs {
        job.process.wait()
        job.process.closeOutput()
        job.events.finish()
      }
      jobs = []
    }
  }

  private static func go(_ job: inout Job) {
    for text in job.process.documents() {
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
      job.process.stop()
    }
  }

  /// Whether it has ended; then that is told.
  private static func isOver(_ job: Job) -> Bool {
    guard let code = job.process.code() else { return false }
    var job = job
    go(&job)
    job.process.closeOutput()
    job.events.send("end", JSONWriter.line(.object(["code": .integer(Int(code))])))
    job.events.finish()
    return true
  }
}
