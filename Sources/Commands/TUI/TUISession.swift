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

  /// How it ends.
  private enum End {
    case code(ExitCode)
    case failure(Failure)
    /// The terminal has gone.
    case hangUp
  }

  init(_ state: TUIState, terminal: TUITerminal, answers: TUIAnswers, program: String?) throws(Failure) {
    (self.state, self.terminal, self.program) = (state, terminal, program)
    worker = try TUIWorker(answers, usesUnicode: state.usesUnicode) { plimsoll_screen_wake() }
  }

  /// Shows the screen until the user has enough of it, or somebody ends it.
  func run() throws(Failure) -> ExitCode {
    var end = perform(state.ask())
    while end == nil {
      terminal.show(TUIRender(state).screen())
      end = wait() ?? worker.events().firstEnd { take($0) } ?? follow()
    }
    if let pull {
      pull.stop()
      pull.wait()
    }
    terminal.close()
    switch end {
    case .failure(let failure): throw failure
    case .hangUp:
      // As for every program whose terminal goes.
      signal(SIGHUP, SIG_DFL)
      raise(SIGHUP)
      return .terminated
    case .code(let code): return code
    case nil: return .answered
    }
  }

  /// Waits until something has come, and takes it.
  private func wait() -> End? {
    let notes = plimsoll_screen_notes()
    var waiting = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0), pollfd(fd: notes, events: Int16(POLLIN), revents: 0),
    ]
    poll(&waiting, 2, pull == nil ? -1 : 100)
    var bytes = [UInt8](repeating: 0, count: 64)
    while case let count = read(notes, &bytes, bytes.count), count > 0 {
      if let end = bytes[..<count].firstEnd({ noted(Int32($0)) }) { return end }
    }
    if Int32(waiting[0].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { return .hangUp }
    return terminal.typed().firstEnd { input in
      switch input {
      case .key(let key): return take(.key(key))
      case .redraw:
        terminal.forget()
        return nil
      }
    }
  }

  /// A signal that came; zero is an answer.
  private func noted(_ number: Int32) -> End? {
    switch number {
    case SIGINT:
      let effects = state.endPull()
      return effects.isEmpty ? .code(.interrupted) : perform(effects)
    case SIGTERM: return .code(.terminated)
    case SIGHUP: return .hangUp
    case SIGTSTP: terminal.stop()
    case SIGCONT: terminal.forget()
    default: break
    }
    let size = terminal.size()
    return size == state.size ? nil : take(.resized(size))
  }

  private func take(_ event: TUIEvent) -> End? { perform(state.reduce(event)) }

  private func perform(_ effects: [TUIEffect]) -> End? {
    effects.firstEnd { effect in
      switch effect {
      case .rank, .compare, .survey, .text, .lookAgain: worker.ask(effect)
      case .pull(let words): return start(words)
      case .endPull: pull?.stop()
      case .quit: return .code(.answered)
      case .fail(let failure): return .failure(failure)
      }
      return nil
    }
  }

  private func start(_ words: [String]) -> End? {
    do throws(Failure) {
      guard let program else { throw Failure(.failed, "no program may be started here") }
      let split = words.firstIndex(of: "--") ?? words.endIndex
      pull = try CommandProcess(program, words[..<split] + ["--json"] + words[split...])
      return nil
    } catch {
      return take(.pulled(error.document)) ?? take(.pullEnded(error.code.rawValue))
    }
  }

  /// Tells how far fetching has come.
  private func follow() -> End? {
    guard var process = pull else { return nil }
    let code = process.code()
    for text in process.documents() {
      if let document = try? JSONParser.parse(text), let end = take(.pulled(document)) { return end }
    }
    pull = process
    guard let code else { return nil }
    process.closeOutput()
    pull = nil
    return take(.pullEnded(code))
  }
}

extension Sequence {
  /// What the first element ends with that ends something; the ones behind it are left alone.
  fileprivate func firstEnd<End>(_ body: (Element) -> End?) -> End? {
    for element in self {
      if let end = body(element) { return end }
    }
    return nil
  }
}
