import Documents
import Glibc
import Testing

@testable import Commands

@Suite struct ConsoleTests {
  /// What arrives at the other end of a pipe.
  private func written(_ body: (Console) -> Void) -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return "" }
    body(Console(output: ends[1], messages: ends[1]))
    close(ends[1])
    defer { close(ends[0]) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    return String(decoding: buffer[..<max(0, read(ends[0], &buffer, buffer.count))], as: UTF8.self)
  }

  @Test func nothingThatDrivesTerminalsIsWritten() {
    let hostile = "a\u{1B}]0;title\u{7}\u{1B}[2J\u{9B}31m\u{202E}b\r\u{1B}[31mred\u{1B}[0m\n"
    #expect(written { $0.output(hostile) } == "a]0;title[2J31mbred\n")
    #expect(written { $0.message(hostile) } == "a]0;title[2J31mbred\n")
    #expect(written { $0.replaceLine(with: hostile) } == "\r\u{1B}[Ka]0;title[2J31mbred\n")
  }

  @Test func linesMayEndAsThoseOfCSVDo() {
    #expect(written { $0.output("a,b\r\n1,2\r\n3\r4\r\r\n") } == "a,b\r\n1,2\r\n34\r\n")
  }

  @Test func stylesPassWhereTheyAreWanted() {
    let style = TextStyle(usesColor: true, usesUnicode: true, width: 80)
    let text = style.bold("b") + style.dim("d") + style.color("c", .gray) + "\u{1B}[8m"
    let console: (Console) -> Void = { console in
      console.passesStyles = true
      console.output(text)
    }
    #expect(written(console) == style.bold("b") + style.dim("d") + style.color("c", .gray) + "[8m")
    #expect(written { $0.output(text) } == "bdc[8m")
  }
}
