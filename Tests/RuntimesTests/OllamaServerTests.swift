import Runtimes
import Testing

@Suite struct OllamaServerTests {
  @Test(arguments: [
    ("", "http://127.0.0.1:11434"), ("0.0.0.0", "http://127.0.0.1:11434"), (":8080", "http://127.0.0.1:8080"),
    ("host", "http://host:11434"), ("host:1234/", "http://host:1234"), ("https://a.example", "https://a.example:443"),
    ("http://a.example/ollama", "http://a.example:80/ollama"), ("[::1]:9", "http://[::1]:9"),
    ("0.0.0.0:5000", "http://127.0.0.1:5000"), (" host ", "http://host:11434"),
  ])
  func readsAddressesAsOllamaDoes(text: String, address: String) {
    #expect(OllamaServer(text)?.address == address)
  }

  @Test(arguments: ["host:0", "host:99999", "host:abc", "a b", "host\u{1}", "http://x/ y"])
  func refusesWhatIsNoAddress(text: String) {
    #expect(OllamaServer(text) == nil)
  }

  @Test func knowsThisMachine() {
    #expect(OllamaServer("localhost")?.isLoopback == true)
    #expect(OllamaServer("[::1]")?.isLoopback == true)
    #expect(OllamaServer("example.org")?.isLoopback == false)
  }
}

@Suite struct PullEventTests {
  @Test(arguments: [
    (#"{"status":"pulling manifest"}"#, PullEvent.status("pulling manifest")), (#"{"status":"success"}"#, .success),
    (#"{"error":"no space"}"#, .error("no space")), ("garbage", .unknown), ("[1]", .unknown), ("", .unknown),
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
