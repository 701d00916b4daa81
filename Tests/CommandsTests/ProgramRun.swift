import Base
import Commands
import Glibc
import TestSupport

/// One run of the program inside the test, with a world of its own: no network unless allowed, no child process, no cache.
struct ProgramRun {
  let code: ExitCode
  let output: String
  let messages: String

  init(_ arguments: String..., environment: [String: String] = [:], width: Int = 80) {
    self.init(arguments, environment: environment, width: width)
  }

  init(_ arguments: [String], environment: [String: String] = [:], width: Int = 80, allowsNetwork: Bool = false) {
    let files = [TemporaryFile(), TemporaryFile()]
    let surroundings = Surroundings(
      // The locale of most users, unless the test is about another one.
      environment: environment.merging(["LANG": "C.UTF-8"]) { own, _ in own },
      console: Console(output: files[0].descriptor, messages: files[1].descriptor, width: width), executable: nil,
      today: "2026-11-21", allowsNetwork: allowsNetwork)
    code = Program.run(arguments: arguments, surroundings: surroundings)
    (output, messages) = (files[0].text, files[1].text)
  }

  /// The one JSON document on standard output.
  func document() throws -> JSONValue { try JSONParser.parse(output) }
}

/// A file without a name, gone when it is closed.
private final class TemporaryFile {
  let descriptor: Int32

  init() {
    var name = Array("/tmp/plimsoll-test-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    unlink(name)
  }

  deinit { close(descriptor) }

  var text: String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    lseek(descriptor, 0, SEEK_SET)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[0..<count]
    }
  }
}
