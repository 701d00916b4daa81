/// What has come of an answer in lines so far.
final class EventStream {
  private(set) var succeeded = false
  private(set) var error: String?
  private(set) var isTooLong = false
  /// Whether something came that is no line of Ollama.
  private(set) var isForeign = false
  /// True where the head said that the answer is an error: its text need not be JSON.
  var isRefusal = false
  /// What a refusal says that is neither JSON nor a page.
  private(set) var refusal: String?
  private let report: (PullEvent) -> Void
  private var splitter = LineSplitter()
  private var hasLines = false

  init(report: @escaping (PullEvent) -> Void) { self.report = report }

  /// Takes the next bytes; false when there is nothing to wait for any more.
  func take(_ chunk: UnsafeRawBufferPointer) -> Bool {
    guard let lines = splitter.lines(chunk) else {
      isTooLong = true
      return false
    }
    for line in lines { take(line: line) }
    return error == nil && !isForeign
  }

  /// Why the transfer was stopped: an error among the lines, what is no line, or the user.
  var reasonToStop: OllamaProblem {
    if let error { return .refused(status: 200, message: error) }
    if isTooLong { return .unlikeOllama("a line of the answer is too long") }
    return isForeign ? .unlikeOllama("the answer is not JSON") : .interrupted
  }

  /// Takes what came after the last line feed; behind good lines it may be cut.
  func finish() {
    let rest = splitter.remainder
    if rest.isEmpty || hasLines && PullEvent(line: rest) == .foreign { return }
    take(line: rest)
  }

  private func take(line: [UInt8]) {
    let event = PullEvent(line: line)
    if event != .foreign { hasLines = true }
    switch event {
    case .success:
      // Reported when nothing follows.
      succeeded = true
      return
    case .error(let message):
      error = error ?? message
      return
    case .foreign:
      isForeign = isForeign || !isRefusal
      if isRefusal, refusal == nil, line.first != UInt8(ascii: "<") {
        refusal = String(decoding: line.prefix(200), as: UTF8.self)
      }
      return
    case .unknown: break
    // Only a success that nothing follows is one.
    case .status, .progress: succeeded = false
    }
    report(event)
  }
}
