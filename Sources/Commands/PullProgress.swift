import Base
import Documents
import Runtimes

/// Shows a pull: a bar on a terminal, a line every few seconds elsewhere, JSON lines for scripts.
final class PullProgress {
  private let console: Console
  private let options: OutputOptions
  private var layers: [String: (completed: Int, total: Int)] = [:]
  private var samples: [(time: Double, bytes: Int)] = []
  private var lastShown = -Double.infinity
  private var lastStatus = ""
  private var hasBar = false

  init(console: Console, options: OutputOptions) {
    self.console = console
    self.options = options
  }

  func show(_ event: PullEvent) {
    switch event {
    case .progress(let status, let digest, let completed, let total):
      let before = layers.updateValue((completed, total), forKey: digest) ?? (0, 0)
      completedBytes = Self.sum(completedBytes - before.completed, completed)
      totalBytes = Self.sum(totalBytes - before.total, total)
      progress(status)
    case .status(let status): self.status(status)
    case .success: self.status("success")
    case .error, .unknown: break
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

  private func status(_ status: String) {
    guard status != lastStatus else { return }
    lastStatus = status
    if options.form == .json {
      line(status == "success" ? .success(status) : .status(status))
    } else if !options.quiet {
      end()
      console.message(status.printable + "\n")
    }
  }

  private func progress(_ status: String) {
    let now = MonotonicClock.seconds()
    let interval = options.form == .json ? 1.0 : console.messagesAreTerminal ? 0.1 : 5.0
    let isDone = completedBytes == totalBytes
    guard now - lastShown >= interval || isDone && lastShown.isFinite && samples.last?.bytes != completedBytes else {
      return
    }
    lastShown = now
    samples.append((now, completedBytes))
    samples.removeAll { now - $0.time > 10 }
    if options.form == .json {
      line(
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

  private func line(_ line: PullLine) {
    console.output(JSONWriter.line(Contract.pull.json(line, version: programVersion)) + "\n", isDocument: true)
  }
}
