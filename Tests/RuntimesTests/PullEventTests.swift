import Runtimes
import Testing

@Suite struct PullEventTests {
  @Test(arguments: [
    (#"{"status":"pulling manifest"}"#, PullEvent.status("pulling manifest")), (#"{"status":"success"}"#, .success),
    (#"{"error":"no space"}"#, .error("no space")), ("garbage", .foreign), ("[1]", .foreign), ("<html>", .foreign),
    ("", .unknown), ("{}", .unknown),
    (
      #"{"status":"pulling a","digest":"sha256:a","total":10,"completed":4}"#,
      .progress(status: "pulling a", digest: "sha256:a", completedBytes: 4, totalBytes: 10)
    ),
    (
      #"{"status":"p","digest":"d","total":10,"completed":99}"#,
      .progress(status: "p", digest: "d", completedBytes: 10, totalBytes: 10)
    ), (#"{"status":"p","digest":"d","total":-5}"#, .status("p")),
  ])
  func readsLines(line: String, event: PullEvent) {
    #expect(PullEvent(line: Array(line.utf8)) == event)
  }

  @Test func linesAreBounded() {
    var splitter = LineSplitter()
    #expect(splitter.lines(Array("a\n\nb".utf8)) == [Array("a".utf8)])
    #expect(splitter.lines(Array("c\n".utf8)) == [Array("bc".utf8)])
    #expect(splitter.lines([UInt8](repeating: 0x61, count: LineSplitter.longest + 1)) == nil)
  }
}
