import Testing

@testable import Web

/// To which names a server answers.
@Suite struct HostRuleTests {
  private let own = HostRule(isLoopback: true, names: ["Box.example"], origins: ["https://tools.example"])
  private let team = HostRule(isLoopback: false, names: ["box"], origins: [])

  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:8717", "localhost", "LocalHost:9000", "localhost.", "[::1]:8717", "[::1]", "127.1.2.3",
    "box.example:80", "BOX.EXAMPLE",
  ])
  func ofThisMachineAlone(host: String) { #expect(own.accepts(host: host)) }

  @Test(arguments: [
    "", ":80", "evil.example", "evil.example:8717", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1",
    "[fe80::1]", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:99999", "[::1", "0.0.0.0", "box", "127.0.0.1 evil",
    "127.0.0.256", "localhost@evil.example",
  ])
  func noOther(host: String) { #expect(!own.accepts(host: host)) }

  @Test func aNameMustBeGiven() { #expect(!own.accepts(host: nil) && !team.accepts(host: nil)) }

  @Test(arguments: ["10.0.0.1:8717", "box:8717", "[fe80::1]:8717", "localhost"])
  func addressesWhereOthersReachIt(host: String) { #expect(team.accepts(host: host)) }

  @Test(arguments: ["evil.example", "10.0.0.1.evil.example", "box.evil.example"])
  func noOtherNameWhereOthersReachIt(host: String) { #expect(!team.accepts(host: host)) }

  @Test(arguments: [
    (nil, true), ("http://127.0.0.1:8717", true), ("https://127.0.0.1:8717", true), ("HTTP://127.0.0.1:8717", true),
    ("https://tools.example", true), ("http://127.0.0.1:9", false), ("https://evil.example", false), ("null", false),
    ("", false), ("https://tools.example.evil", false), ("http://localhost:8717", false),
  ])
  func pagesThatMayAsk(origin: String?, isAccepted: Bool) {
    #expect(own.accepts(origin: origin, host: "127.0.0.1:8717") == isAccepted)
  }

  @Test func onlyNamedOriginsAreNamed() {
    #expect(own.named(origin: "https://Tools.example") == "https://Tools.example")
    #expect(own.named(origin: "http://127.0.0.1:8717") == nil)
    #expect(own.named(origin: nil) == nil)
  }
}
