import TestSupport
import Testing

@testable import Web

/// Paths and queries of requests, which anybody may write.
@Suite struct RequestTargetTests {
  @Test(arguments: [
    ("/", [], []), ("/api/v1/fit", ["api", "v1", "fit"], []), ("/api/v1/fit/", ["api", "v1", "fit"], []),
    ("/x?a=1&b=2%203+4&c&d=", ["x"], ["a=1", "b=2 3 4", "c", "d="]), ("/x?", ["x"], []), ("/x?&&", ["x"], []),
    ("/x?a==b?c", ["x"], ["a==b?c"]), ("/a%2Fb", ["a/b"], []), ("/caf%C3%A9", ["café"], []), ("/a+b", ["a+b"], []),
  ])
  func isUnderstood(text: String, path: [String], query: [String]) throws {
    let target = try #require(RequestTarget(text))
    #expect(target.path == path)
    #expect(target.query.map { $0.name + ($0.value.map { "=" + $0 } ?? "") } == query)
  }

  @Test(arguments: [
    "", "x", "*", "http://host/x", "//x", "/a//b", "/..", "/a/../b", "/%2e%2e/x", "/.", "/%", "/%4", "/%zz", "/x?a=%00",
    "/x?%ff=1", "/x?a=%C3", "/%00",
  ])
  func isRefused(text: String) { #expect(RequestTarget(text) == nil) }

  /// What is escaped is read back, and no step leads out of its place.
  @Test func whateverIsWrittenIsReadBackOrRefused() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 1...24, using: &random)).map { _ in UInt8.random(in: 1...255, using: &random) }
      let text = String(decoding: bytes, as: UTF8.self)
      let escaped = text.utf8.map { byte in "%" + String(Int(byte) | 0x100, radix: 16).dropFirst() }.joined()
      let target = RequestTarget("/x?\(escaped)=\(escaped)")
      #expect(target?.query == [RequestTarget.Parameter(name: text, value: text)])
      if let wild = RequestTarget("/" + text) { #expect(!wild.path.contains { $0.isEmpty || $0 == "." || $0 == ".." }) }
    }
  }
}
