import Glibc

/// The only writer: data to standard output, messages to standard error.
package final class Console {
  private let outputDescriptor: Int32
  private let messageDescriptor: Int32
  /// True once a reader has gone away; what follows is thrown away.
  private var outputIsClosed = false
  /// Why data could not be written, where that is not a reader's normal going away: a full disk, say.
  package private(set) var lossOfOutput: String?
  package let outputIsTerminal: Bool
  package let messagesAreTerminal: Bool
  private let fixedWidth: Int?

  package init(output: Int32, messages: Int32, width: Int? = nil) {
    outputDescriptor = output
    messageDescriptor = messages
    outputIsTerminal = isatty(output) == 1
    messagesAreTerminal = isatty(messages) == 1
    fixedWidth = width
  }

  package static var standard: Console { Console(output: STDOUT_FILENO, messages: STDERR_FILENO) }

  /// Columns of the terminal; 80 when there is none.
  package var width: Int {
    if let fixedWidth { return fixedWidth }
    var size = winsize()
    guard outputIsTerminal, ioctl(outputDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes data.
  ///
  /// Returns false when nobody reads any more, which is no error: `| head -1` is a normal end.
  @discardableResult
  package func output(_ text: String) -> Bool {
    if outputIsClosed { return false }
    let problem = Self.write(text, to: outputDescriptor)
    outputIsClosed = problem != 0
    if problem != 0, problem != EPIPE { lossOfOutput = String(cString: strerror(problem)) }
    return !outputIsClosed
  }

  /// Writes a message for a person.
  package func message(_ text: String) { _ = Self.write(text, to: messageDescriptor) }

  /// Gives each of the standard descriptors that the caller has closed something harmless to be, so that no file that
  /// is opened later takes its place.
  package static func fillStandardDescriptors() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
      let opened = open("/dev/null", O_RDWR)
      if opened >= 0, opened != descriptor {
        dup2(opened, descriptor)
        close(opened)
      }
    }
  }

  /// Zero, or the number of what went wrong.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, 1000)
        continue
      }
      guard count > 0 else { return count < 0 ? errno : EIO }
      rest = rest.dropFirst(count)
    }
    return 0
  }
}
