import Base
import Glibc
import TestSupport
import Testing

/// `plimsoll tui` on a real terminal, which must be afterwards as it was before.
@Suite(.serialized, .enabled(if: Tmux.isThere, "tmux is not installed"))
struct TUITerminalTests {
  private static let machine = "--gpu 'RTX 3060 12GB' --ram 32GiB"

  /// Runs the program between two looks at the terminal's modes; `pid` is its process, `code` how it ended.
  private static func line(_ words: String) -> String {
    """
    # Ctrl-C is for the program alone.
    trap : INT
    stty -g > $D/modes
    sh -c 'echo $$ > $D/pid; exec $P tui \(words.replacing("'", with: "'\\''"))'
    code=$?
    stty -g > $D/modes-after
    echo "ended with $code"
    """
  }

  /// It has ended so, and nothing of it is left on the terminal.
  private static func expectEnd(_ tmux: Tmux, _ code: Int32, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let screen = try tmux.screen(with: "ended with \(code)", sourceLocation: sourceLocation)
    // The other screen is left: what stood there before stands there again.
    #expect(screen.hasPrefix("before\n") && !screen.contains("held back"), "\(screen)", sourceLocation: sourceLocation)
    let modes = try #require(tmux.file("modes"))
    #expect(!modes.isEmpty && tmux.file("modes-after") == modes, sourceLocation: sourceLocation)
  }

  private static func process(_ tmux: Tmux) throws -> pid_t {
    try #require(tmux.file("pid").flatMap { pid_t($0.filter(\.isNumber)) })
  }

  @Test func keysAreTakenAndTheTerminalIsGivenBack() throws {
    let tmux = try Tmux(Self.line(Self.machine))
    try tmux.screen(with: "? help")
    try tmux.screen(with: "held back")
    try tmux.press("Down", "Down")
    try tmux.screen(with: "\n>  3  ")
    try tmux.press("Enter")
    try tmux.screen(with: "[reasons]")
    try tmux.press("Right")
    try tmux.screen(with: " in detail")
    try tmux.press("Escape")
    try tmux.press("Tab", "Right")
    try tmux.screen(with: "context 2k")
    try tmux.press("/")
    try tmux.type("granite")
    try tmux.screen(with: "/granite")
    try tmux.press("Enter", "BTab", "C-l", "Home", "NPage")
    try tmux.screen(with: "use case")
    try tmux.resize(rows: 40, columns: 120)
    try tmux.screen(with: "another machine")
    try tmux.resize(rows: 8, columns: 30)
    try tmux.screen(with: "too small: 30 x 8")
    try tmux.resize(rows: 24, columns: 80)
    try tmux.screen(with: "Granite")
    try tmux.press("q")
    try Self.expectEnd(tmux, 0)
  }

  @Test func ctrlCEndsIt() throws {
    let tmux = try Tmux(Self.line(Self.machine), environment: ["NO_COLOR": "1"])
    try tmux.screen(with: "held back")
    try tmux.press("C-c")
    try Self.expectEnd(tmux, 130)
  }

  /// Whoever ends it so; the last are crashes.
  @Test(arguments: [SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131, SIGSEGV: 139, SIGABRT: 134])
  func signalsEndIt(signal: Int32, code: Int32) throws {
    let tmux = try Tmux("ulimit -c 0\n" + Self.line(Self.machine))
    try tmux.screen(with: "held back")
    kill(try Self.process(tmux), signal)
    try Self.expectEnd(tmux, code)
  }

  @Test func itStopsAndGoesOn() throws {
    let further = "\nread key\nfg\ncode=$?\nstty -g > $D/modes-after\necho \"then $code\""
    let tmux = try Tmux("set -m\n" + Self.line(Self.machine) + further)
    try tmux.screen(with: "held back")
    try tmux.press("C-z")
    let stopped = try tmux.screen(with: "ended with 148")
    #expect(!stopped.contains("held back") && tmux.file("modes") == tmux.file("modes-after"))
    try tmux.press("Enter")
    try tmux.screen(with: "held back")
    try tmux.press("Down")
    try tmux.screen(with: "\n>  2  ")
    try tmux.press("q")
    let screen = try tmux.screen(with: "then 0")
    #expect(!screen.contains("held back") && tmux.file("modes") == tmux.file("modes-after"))
  }

  @Test func inASCIIWithoutColour() throws {
    let tmux = try Tmux(Self.line(Self.machine), environment: ["LANG": "C", "NO_COLOR": "1"])
    let screen = try tmux.screen(with: "held back")
    #expect(screen.utf8.allSatisfy { $0 < 0x80 } && screen.contains("\n-- "), "\(screen)")
    try tmux.press("q")
    try Self.expectEnd(tmux, 0)
  }

  /// What cannot be asked is told where it is read, with the code of the command that asks the same.
  @Test func whatCannotBeAskedIsTold() throws {
    let tmux = try Tmux(Self.line("--gpu 'RTX 9999'"))
    let screen = try tmux.screen(with: "ended with 64")
    #expect(screen.contains("unknown GPU 'RTX 9999'"))
    #expect(tmux.file("modes") == tmux.file("modes-after"))
  }

  @Test func aModelIsFetchedAndTheFetchingEnded() throws {
    let layer = #"{"status":"pulling 9f","digest":"sha256:9f","total":2048,"completed":1024}"#
    let ollama = try FakeOllama(.stalls([#"{"status":"pulling manifest"}"#, layer]))
    let tmux = try Tmux(
      Self.line("--no-bench"),
      environment: ["OLLAMA_HOST": ollama.host, "OLLAMA_MODELS": "/tmp", "XDG_CACHE_HOME": "/dev/null"])
    try tmux.screen(with: "held back")
    // A small one, for which there is room everywhere.
    try tmux.press("a", "/")
    try tmux.type("qwen3 0.6b")
    try tmux.press("Enter")
    try tmux.screen(with: "─ Qwen3 0.6B")
    try tmux.press("p")
    try tmux.screen(with: "has Ollama fetch it")
    try tmux.press("Enter")
    try tmux.screen(with: "1.0 KiB of 2.0 KiB")
    try tmux.press("C-c")
    try tmux.screen(with: "ended before everything had come")
    try tmux.press("Escape")
    try tmux.screen(with: "held back")
    try tmux.press("q")
    try Self.expectEnd(tmux, 0)
  }

  @Test(arguments: ["dumb", "no-such-terminal", ""])
  func aTerminalOnWhichNothingCanBeDrawnIsRefused(name: String) throws {
    let tmux = try Tmux("export TERM='\(name)'\n" + Self.line(Self.machine))
    let screen = try tmux.screen(with: "ended with 69")
    // Over the end of a line.
    let told = screen.filter { $0 != "\n" }
    #expect(told.contains("the terminal '\(name)' is unknown, or nothing can be drawn on it"), "\(screen)")
    #expect(tmux.file("modes") == tmux.file("modes-after"))
  }
}

/// Without a terminal.
@Suite struct TUIRefusalTests {
  @Test(arguments: ["", "</dev/null", ">/dev/null", "| cat"])
  func withoutATerminalItIsRefused(redirection: String) throws {
    let run = try BuiltProgram.shell("\"$P\" tui --gpu none </dev/null \(redirection)", environment: ["TERM": "xterm"])
    #expect(run.code == 69 || redirection == "| cat")
    #expect(run.output.isEmpty)
    #expect(run.messages.contains("there is no terminal"))
  }

  @Test(arguments: [["--json"], ["--format", "csv"], ["qwen3"], ["--use-case", "all"], ["--context", "x"]])
  func wrongUsageIsToldBefore(words: [String]) {
    #expect(ProgramRun(["tui"] + words).code == .usage)
  }
}
