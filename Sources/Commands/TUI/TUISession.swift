import Base
import CNcurses
import Glibc

/// The screen while it is there: keys, signals and answers go into the state, and the state is drawn.
final class TUISession {
  private var state: TUIState
  private let terminal: TUITerminal
  private let worker: TUIWorker
  private let program: String?
  private var pull: CommandProcess?

  /// How it ends; nil while it goes on.
  private var end: End?
  /// What could not be done, where it ends for that.
  private var failure: Failure?

  private enum End {
    case wanted, interrupted, terminated
    /// The terminal has gone.
    case hangUp
  }

  init(_ state: TUIState, terminal: TUITerminal, answers: TUIAnswers, program: String?) throws(Failure) {
    (self.state, self.terminal, self.program) = (state, terminal, program)
    worker = try TUIWorker(answers, usesUnicode: state.usesUnicode) { plimsoll_screen_wake() }
  }

  /// Shows the screen until the user has enough of it, or somebody ends it.
  func run() throws(Failure) -> ExitCode {
    perform(state.ask())
    while end == nil {
      terminal.show(TUIRender(state).screen())
      wait()
      for event in worker.events() where end == nil { take(event) }
      if end == nil { follow() }
    }
    if let pull {
      pull.stop()
      pull.wait()
    }
    terminal.close()
    if let failure { throw failure }
    if end == .hangUp {
      // As for every program whose terminal goes.
      signal(SIGHUP, SIG_DFL)
      raise(SIGHUP)
    }
    return end == .terminated ? .terminated : end == .interrupted ? .interrupted : .answered
  }

  /// Waits until something has come, and takes it.
  private func wait() {
    let notes = plimsoll_screen_notes()
    var waiting = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0), pollfd(fd: notes, events: Int16(POLLIN), revents: 0),
    ]
    poll(&waiting, 2, pull == nil ? -1 : 100)
    var bytes = [UInt8](repeating: 0, count: 64)
    while case let count = read(notes, &bytes, bytes.count), count > 0 {
      for byte in bytes[..<count] where end == nil { noted(Int32(byte)) }
    }
    if Int32(waiting[0].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { end = end ?? .hangUp }
    for input in terminal.typed() where end == nil {
      switch input {
      case .key(let key): take(.key(key))
      case .redraw: terminal.forget()
      }
    }
  }

  /// A signal that came; zero is an answer.
  private func noted(_ number: Int32) {
    switch number {
    case SIGINT:
      let effects = state.endPull()
      if effects.isEmpty { end = .interrupted }
      perform(effects)
    case SIGTERM: end = .terminated
    case SIGHUP: end = .hangUp
    case SIGTSTP: terminal.stop()
    case SIGCONT: terminal.forget()
    default: break
    }
    let size = terminal.size()
    if size != state.size { take(.resized(size)) }
  }

  private func take(_ event: TUIEvent) { perform(state.reduce(event)) }

  private func perform(_ effects: [TUIEffect]) {
    for effect in effects {
      switch effect {
      case .rank, .compare, .survey, .text, .lookAgain: worker.ask(effect)
      case .pull(let words): start(words)
      case .endPull: pull?.stop()
      case .quit: end = .wanted
      case .fail(let failure): (end, self.failure) = (.wanted, failure)
      }
    }
  }

  private func start(_ words: [String]) {
    do throws(Failure) {
      guard let program else { throw Failure(.failed, "no program may be started here") }
      let split = words.firstIndex(of: "--") ?? words.endIndex
      pull = try CommandProcess(program, words[..<split] + ["--json"] + words[split...])
    } catch {
      take(.pulled(error.document))
      take(.pullEnded(error.code.rawValue))
    }
  }

  /// Tells how far fetching has come.
  private func follow() {
    guard var process = pull else { return }
    let code = process.code()
    for text in process.documents() {
      if let document = try? JSONParser.parse(text) { take(.pulled(document)) }
    }
    pull = process
    guard let code else { return }
    process.closeOutput()
    pull = nil
    take(.pullEnded(code))
  }
}
