import Glibc
import Memory
import TestSupport
import Testing

@testable import Serving

/// What the program says of real RPC servers behind links: the figures of docs/links.md.
@Suite struct MeasuredLinksTests {
  @Test func everyHostTakesWhatItWasMeasuredToTake() throws {
    for measured in try MeasuredLinks.all() {
      let span = try #require(try measured.span())
      #expect(span.spread.shares.map(\.host) == [1, 2] && span.servers == [1, 2])
      for (share, host) in zip(span.spread.shares, measured.hosts) {
        let memory = share.share.memory
        for (told, real) in [
          (memory.weightsBytes, host.weights), (memory.kvCacheBytes, host.cache), (memory.computeBytes, host.compute),
          (memory.totalBytes, host.resident),
        ] {
          let ratio = Double(told) / Double(1 << 20) / real
          #expect((0.99...1.03).contains(ratio), "\(measured.model) \(share.host): \(ratio) of \(real) MiB")
        }
      }
      // The head's own pages are told as those of any llama-server: 16 MiB and 300 bytes for each token.
      let head = span.spread.head.memory
      #expect(abs(Double(head.weightsBytes) / 1_048_576 / measured.head.weights - 1) < 0.01)
      #expect(abs(Double(head.computeBytes) / 1_048_576 / measured.head.compute - 1) < 0.03)
      // Prompts were asked not to be kept, so that no checkpoints of them were.
      let told = head.totalBytes - 2 * span.spread.fit.contextCheckpointBytes
      #expect(abs(Double(told) / 1_048_576 - measured.head.resident) < 16, "\(measured.model)")
    }
  }

  @Test func tokensComeAsFastAsTheyWereMeasured() throws {
    var errors: [Double] = []
    for measured in try MeasuredLinks.all() {
      let speed = try #require(try measured.span()?.speed).decodeTokensPerSecond
      errors.append(speed.estimate / measured.tokensPerSecond - 1)
    }
    errors.sort { abs($0) < abs($1) }
    let median = abs(errors[errors.count / 2])
    #expect(errors.count == 16)
    #expect(median <= 0.25, "\(errors)")
    try expectDocumented("median error \(percent(median))", in: "docs/links.md")
  }

  /// Weights on a remote processor are not repacked, which no rate knows of: docs/links.md says how far it is off.
  @Test func promptsAreReadAsDocumented() throws {
    let all = try MeasuredLinks.all()
    for model in Set(all.map(\.model)) {
      let errors = try all.filter { $0.model == model }.map { measured in
        try #require(try measured.span()?.speed).prefillTokensPerSecond.estimate / measured.promptTokensPerSecond - 1
      }
      let median = errors.sorted()[errors.count / 2]
      #expect(abs(median) < 0.5, "\(model): \(errors)")
      let rounded = Int((median * 100).rounded())
      try expectDocumented("\(model) \(rounded > 0 ? "+" : "")\(rounded) %", in: "docs/links.md")
    }
  }

  /// The table of docs/links.md.
  @Test func theTableIsDocumented() throws {
    for measured in try MeasuredLinks.all() {
      let span = try #require(try measured.span())
      let speed = try #require(span.speed).decodeTokensPerSecond.estimate
      let memory = zip(span.spread.shares, measured.hosts).map { share, host in
        "\(share.share.memory.totalBytes >> 20) / \(Int(host.resident))"
      }
      let link = "\(Int(measured.link.bytesPerSecond * 8 / 1e9)) Gbit/s | \(tenth(measured.link.latency * 2e3)) ms"
      let decode = "\(tenth(speed)) / \(tenth(measured.tokensPerSecond))"
      let error = Int((speed / measured.tokensPerSecond * 100 - 100).rounded())
      try expectDocumented(
        "| \(measured.model) | \(link) | \(memory.joined(separator: " | ")) | \(decode) (\(error > 0 ? "+" : "")\(error) %) "
          + "| \(percent(span.use.seconds * speed)) |", in: "docs/links.md")
    }
  }

  private func tenth(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// A slower link never makes a token quicker, and waits and bytes are those of the protocol.
  @Test func linksTakeWhatTheProtocolSends() throws {
    let all = try MeasuredLinks.all()
    for measured in all {
      let span = try #require(try measured.span())
      #expect(span.use.waits == 4)
      var slower = measured
      slower.link = NodeLink(bytesPerSecond: measured.link.bytesPerSecond / 10, latency: measured.link.latency)
      var later = measured
      later.link = NodeLink(bytesPerSecond: measured.link.bytesPerSecond, latency: measured.link.latency + 1e-3)
      let speed = try #require(span.speed).decodeTokensPerSecond.estimate
      for other in [slower, later] {
        let their = try #require(try other.span()?.speed).decodeTokensPerSecond.estimate
        #expect(their < speed)
      }
      let byLatency = try #require(try later.span()?.speed).decodeTokensPerSecond.estimate
      #expect(abs((1 / byLatency - 1 / speed) - 4e-3) < 1e-6)
    }
  }
}
