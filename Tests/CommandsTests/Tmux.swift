import Base
import Glibc
import TestSupport
import Testing

/// A real terminal: tmux with one window, in which a shell line runs.
final class Tmux {
  static let isThere = SearchPath(["PATH": "/usr/bin:/bin"]).program("tmux") != nil

  struct Failed: Error { let text: String }

  /// The folder of the socket, and of what the line writes.
  let folder: TestFolder
  private var socket: String { folder.path + "/socket" }

  init(_ line: String, environment: [String: String] = [:], rows: Int = 24, columns: Int = 80) throws {
    folder = try TestFolder()
    let variables = environment.merging([
      "LANG": "C.UTF-8", "HOME": "/dev/null", "P": BuiltProgram.path, "D": folder.path,
    ]) {
      own, _ in own
    }
    // What is typed before the line's own program asks for it would be lost.
    let words = variables.map { "\($0.key)='\($0.value)'" }.joined(separator: " ")
    let script = "export \(words)\necho before\n\(line)\nsleep 60\n"
    try Files.write(script, to: folder.path + "/line.sh")
    _ = try run(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "sh \(folder.path)/line.sh")
  }

  deinit { _ = try? run("kill-server") }

  @discardableResult
  private func run(_ words: String...) throws -> String {
    let process = try BuiltProgram.Process(
      ["/usr/bin/tmux", "-S", socket] + words,
      environment: ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/tmp"])
    let result = process.wait()
    guard result.code == 0 else { throw Failed(text: result.messages) }
    return result.output
  }

  var screen: String { (try? run("capture-pane", "-p")) ?? "" }

  /// Keys by tmux's names, such as `Down`, `C-c`, `Escape` or a letter.
  func press(_ keys: String...) throws { for key in keys { try run("send-keys", key) } }

  func type(_ text: String) throws { try run("send-keys", "-l", text) }

  func resize(rows: Int, columns: Int) throws { try run("resize-window", "-x", "\(columns)", "-y", "\(rows)") }

  /// The screen as soon as it has a text; a minute is more than any machine needs.
  @discardableResult
  func screen(with text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    for _ in 0..<1200 {
      let screen = screen
      if screen.contains(text) { return screen }
      usleep(50_000)
    }
    Issue.record("'\(text)' does not come:\n\(screen)", sourceLocation: sourceLocation)
    throw Failed(text: text)
  }

  /// What the line has written into a file of its folder.
  func file(_ name: String) -> String? { try? Files.text(folder.path + "/" + name) }
}
