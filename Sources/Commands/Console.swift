import Base
import Documents
import Glibc

/// The only writer: data to standard output, messages to standard error.
///
/// Both are cleaned here of what drives terminals, whoever named a model, a device or an error so.
package final class Console {
  /// Takes what is written, or returns the number of what went wrong.
  private typealias Sink = (String) -> Int32?

  private let outputDescriptor: Int32
  private let writeOutput: Sink
  private let writeMessage: Sink
  /// True once a reader has gone away; what follows is thrown away.
  private var outputIsClosed = false
  /// Why data could not be written, where that is not a reader's normal going away: a full disk, say.
  private(set) var lossOfOutput: String?
  /// Colours are wanted: the sequences of `TextStyle` are written; no others ever are.
  var passesStyles = false
  /// The locale has nothing but ASCII: texts are spelled in it, documents are not.
  var spellsInASCII = false
  let outputIsTerminal: Bool
  let messagesAreTerminal: Bool
  private let fixedWidth: Int?

  package init(output: Int32, messages: Int32, width: Int? = nil) {
    outputDescriptor = output
    writeOutput = { Descriptor.write($0.utf8, to: output) }
    writeMessage = { Descriptor.write($0.utf8, to: messages) }
    outputIsTerminal = isatty(output) == 1
    messagesAreTerminal = isatty(messages) == 1
    fixedWidth = width
  }

  /// A console whose reader is this program: data goes to `output`, which says whether more is wanted; messages to nobody.
  package init(width: Int = 80, output: @escaping (String) -> Bool) {
    outputDescriptor = -1
    writeOutput = { output($0) ? nil : EPIPE }
    writeMessage = { _ in nil }
    (outputIsTerminal, messagesAreTerminal, fixedWidth) = (false, false, width)
  }

  package static var standard: Console { Console(output: STDOUT_FILENO, messages: STDERR_FILENO) }

  /// Columns of the terminal; 80 when there is none.
  package var width: Int {
    if let fixedWidth { return fixedWidth }
    guard let columns = terminalSize?.ws_col, columns >= 20 else { return 80 }
    return Int(columns)
  }

  /// Lines of the terminal; nil when there is none, and nothing scrolls away.
  package var height: Int? {
    guard let rows = terminalSize?.ws_row, rows >= 10 else { return nil }
    return Int(rows)
  }

  private var terminalSize: winsize? {
    var size = winsize()
    return outputIsTerminal && ioctl(outputDescriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }

  /// Writes data.
  ///
  /// Returns false when nobody reads any more, which is no error: `| head -1` is a normal end.
  @discardableResult
  package func output(_ text: String, isDocument: Bool = false) -> Bool {
    if outputIsClosed { return false }
    let written = isDocument ? cleaned(text) : spelled(cleaned(text))
    guard let problem = writeOutput(written) else { return true }
    outputIsClosed = true
    if problem != EPIPE { lossOfOutput = String(cString: strerror(problem)) }
    return false
  }

  /// Writes a message for a person.
  package func message(_ text: String) { _ = writeMessage(spelled(cleaned(text))) }

  /// Writes a message over the line of the terminal that the last one left.
  func replaceLine(with text: String) {
    _ = writeMessage("\r\u{1B}[K" + spelled(cleaned(text)))
  }

  /// Gives each of the standard descriptors that the caller has closed something harmless to be.
  ///
  /// No file that is opened later takes its place then. Standard output cannot be written to: that its data is lost must
  /// be noticed.
  static func fillStandardDescriptors() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
      let opened = open("/dev/null", descriptor == STDOUT_FILENO ? O_RDONLY : O_RDWR)
      if opened >= 0, opened != descriptor {
        dup2(opened, descriptor)
        close(opened)
      }
    }
  }

  private func spelled(_ text: String) -> String { spellsInASCII ? text.inASCII : text }

  /// `text` without what a terminal would act on, but ends of lines and the sequences of our own styles.
  private func cleaned(_ text: String) -> String {
    var text = text
    let isClean = text.withUTF8 { $0.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 } }
    if isClean { return text }
    var clean = ""
    var rest = text.unicodeScalars[...]
    while true {
      let plain = rest.prefix { !$0.isTerminalControl || $0 == "\n" || $0 == "\t" }
      clean += Substring(plain)
      rest = rest[plain.endIndex...]
      guard let scalar = rest.first else { return clean }
      if scalar == "\u{1B}", let sequence = TextStyle.sequences.first(where: { rest.starts(with: $0.unicodeScalars) }) {
        if passesStyles { clean += sequence }
        rest = rest.dropFirst(sequence.unicodeScalars.count)
        continue
      }
      rest.removeFirst()
      // Lines of CSV end with both; a tab parts a completion from its meaning.
      if scalar == "\r", rest.first == "\n" { clean += "\r" }
    }
  }
}
