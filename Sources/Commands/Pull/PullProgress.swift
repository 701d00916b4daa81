import Base
import Documents
import Runtimes

/// Shows a pull: a bar on a terminal, a line every few seconds elsewhere, JSON lines for scripts.
final class PullProgress {
  private let console: Console
  private let options: OutputOptions
  private var layers: [String: (completed: Int, total: Int)] = [:]
  /// Bytes that have come since the start, without what was there before.
  private var fetchedBytes = 0
  private var fetchedBefore = 0
  private var samples: [(time: Double, bytes: Int)] = []
  private var lastShown = -Double.infinity
  private var lastStatus = ""
  private var hasBar = false
  /// When something last changed, and whether was said that nothing does.
  private var lastChange = MonotonicClock.seconds()
  private var saidWaiting = false

  init(console: Console, options: OutputOptions) {
    self.console = console
    self.options = options
  }

  /// Silence that is told, in seconds: servers write several lines a second while they fetch.
  private static let noticeable = 5.0

  /// Seconds since something last changed.
  var silentSeconds: Double { MonotonicClock.seconds() - lastChange }

  /// Whether bytes are being waited for, and not the server's own work on them.
  var isFetching: Bool { layers.isEmpty || completedBytes < totalBytes }

  /// Whether any byte has come since the start, or since it was last tried again.
  var hasFetchedSinceRetry: Bool { fetchedBytes > fetchedBefore }

  func show(_ event: PullEvent) {
    switch event {
    case .progress(let status, let digest, let completed, let total):
      progress(status, digest, completed, total)
    case .status(let status): self.status(status)
    case .success, .error, .unknown, .foreign: break
    }
    tick()
  }

  /// Bytes of one part of many so far.
  func progress(_ status: String, _ digest: String, _ completed: Int, _ total: Int) {
    // What is complete or begun when it is first heard of was there before.
    let before = layers.updateValue((completed, total), forKey: digest) ?? (completed, 0)
    let isNew = before.total == 0
    completedBytes = Self.sum(completedBytes - (isNew ? 0 : before.completed), completed)
    totalBytes = Self.sum(totalBytes - before.total, total)
    fetchedBytes = Self.sum(fetchedBytes, max(0, completed - before.completed))
    if isNew || completed != before.completed { changed() }
    showProgress(status)
  }

  /// Says once that nothing comes.
  func tick() {
    guard !saidWaiting, silentSeconds >= Self.noticeable, isFetching else { return }
    saidWaiting = true
    tell(.waiting(seconds: silentSeconds.rounded()))
  }

  func status(_ status: String) {
    guard status != lastStatus else { return }
    lastStatus = status
    changed()
    tell(.status(status))
  }

  /// Says something on a line of its own, or as a JSON line.
  func tell(_ line: PullLine) {
    if options.form == .json {
      console.output(JSONWriter.line(Contract.pull.json(line, version: programVersion)) + "\n", isDocument: true)
    } else if !options.quiet, let text = PullText.line(line) {
      end()
      console.message(text.printable + "\n")
    }
  }

  /// Says how much has come in all, when all has.
  func summarize() {
    guard options.form != .json, !options.quiet, totalBytes > 0 else { return }
    end()
    console.message(
      fetchedBytes > 0
        ? "100 %  \(ByteSize.text(totalBytes)), \(ByteSize.text(fetchedBytes)) of them fetched now\n"
        : "\(ByteSize.text(totalBytes)) were there already\n")
  }

  /// Starts anew what is fetched; what has come counts as there.
  func restart() {
    layers = [:]
    (completedBytes, totalBytes) = (0, 0)
    samples = []
    lastStatus = ""
    noteRetry()
  }

  /// It is tried again: what has come so far is no sign that trying helped.
  func noteRetry() {
    fetchedBefore = fetchedBytes
    changed()
  }

  /// Says success behind what `body` does; a failure of it stands on one line, as the lines before it do.
  func concluding<Answer>(_ body: () throws -> Answer) throws -> Answer {
    do {
      let answer = try body()
      end()
      tell(.success("success"))
      return answer
    } catch var failure as Failure {
      end()
      failure.isOneLine = true
      throw failure
    }
  }

  /// Ends the line of the bar.
  func end() {
    if hasBar { console.message("\n") }
    hasBar = false
  }

  /// Of all layers together; no more than a number holds, whatever the server says.
  private var completedBytes = 0
  private var totalBytes = 0

  private static func sum(_ bytes: Int, _ more: Int) -> Int {
    let (sum, overflows) = max(0, bytes).addingReportingOverflow(more)
    return overflows ? .max : sum
  }

  private func changed() {
    lastChange = MonotonicClock.seconds()
    saidWaiting = false
  }

  private func showProgress(_ status: String) {
    let now = MonotonicClock.seconds()
    let interval = options.form == .json ? 1.0 : console.messagesAreTerminal ? 0.1 : 5.0
    // What was there all along is no progress.
    guard fetchedBytes > 0 || completedBytes < totalBytes, now - lastShown >= interval else { return }
    lastShown = now
    samples.append((now, fetchedBytes))
    samples.removeAll { now - $0.time > 10 }
    if options.form == .json {
      tell(
        .progress(
          status: status, completedBytes: completedBytes, totalBytes: totalBytes, bytesPerSecond: rate?.rounded()))
    } else if console.messagesAreTerminal, !options.quiet {
      console.replaceLine(with: bar(width: min(console.width, 100)))
      hasBar = true
    } else if !options.quiet {
      console.message(summary + "\n")
    }
  }

  /// Bytes per second over the last ten seconds; nil before there are two samples.
  private var rate: Double? {
    guard let first = samples.first, let last = samples.last, last.time > first.time, last.bytes >= first.bytes else {
      return nil
    }
    return Double(last.bytes - first.bytes) / (last.time - first.time)
  }

  private var summary: String {
    let percent = totalBytes > 0 ? Int(Double(completedBytes) / Double(totalBytes) * 100) : 0
    var text = "\(percent) %  \(ByteSize.text(completedBytes)) of \(ByteSize.text(totalBytes))"
    if let rate, rate > 0 {
      text += "  \(ByteSize.text(Int(min(rate, 1e18))))/s"
      let left = Double(totalBytes - completedBytes) / rate
      if left.isFinite, left < 1e6 { text += "  \(duration(left)) left" }
    }
    return text
  }

  private func bar(width: Int) -> String {
    let text = summary
    let room = width - text.count - 4
    guard room >= 8, totalBytes > 0 else { return text }
    let filled = Int(Double(completedBytes) / Double(totalBytes) * Double(room))
    return "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: room - filled) + "] " + text
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    return whole < 60 ? "\(whole) s" : whole < 3600 ? "\(whole / 60) min" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
