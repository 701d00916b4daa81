import Glibc
import Options
import TestSupport
import Testing

@testable import Commands

/// Screens of a simulated machine, as somebody sees them.
///
/// `PLIMSOLL_RECORD=1 swift test --filter TUIScreenTests` writes them anew after a change that was meant.
@Suite struct TUIScreenTests {
  @Test(arguments: [(24, 80), (40, 120), (15, 60)])
  func thePicks(size: (rows: Int, columns: Int)) throws {
    let driver = try TUIDriver(rows: size.rows, columns: size.columns)
    #expect(driver.flaws.isEmpty)
    try expectSnapshot(driver.text, named: "tui-\(size.columns).txt")
  }

  @Test func allModelsFilteredAndOrdered() throws {
    var driver = try TUIDriver(rows: 40, columns: 120)
    driver.type("a/gemma 3")
    driver.press(.enter)
    driver.type("oo")
    #expect(driver.flaws.isEmpty)
    try expectSnapshot(driver.text, named: "tui-models-120.txt")
  }

  @Test func theSums() throws {
    var driver = try TUIDriver()
    driver.press(.enter, .right)
    #expect(driver.flaws.isEmpty)
    try expectSnapshot(driver.text, named: "tui-sums-80.txt")
  }

  @Test func whatIf() throws {
    var driver = try TUIDriver(rows: 40, columns: 120)
    driver.type("w4090")
    #expect(driver.text.contains("Tab: RTX 4090"))
    driver.press(.tab, .enter)
    #expect(driver.flaws.isEmpty)
    try expectSnapshot(driver.text, named: "tui-what-if-120.txt")
  }

  @Test func inASCII() throws {
    var driver = try TUIDriver(usesUnicode: false)
    #expect(driver.flaws.isEmpty)
    try expectSnapshot(driver.text, named: "tui-ascii-80.txt")
    driver.press(.enter, .right, .right, .right)
    #expect(driver.flaws.isEmpty)
  }

  @Test func helpAndColumns() throws {
    var driver = try TUIDriver()
    driver.type("?")
    #expect(driver.text.contains("filter as you type"))
    driver.press(.end)
    #expect(driver.text.contains("Ctrl-Z"))
    driver.type("qc")
    #expect(driver.text.contains("[x] 80 % band") && driver.text.contains("[ ] licence"))
    driver.press(.down, .down)
    driver.type(" ")
    #expect(driver.text.contains("[ ] quant "))
    driver.press(.escape)
    #expect(!driver.text.contains("quant  ") && driver.text.contains("quality"))
  }

  /// The page of the documentation shows what the program draws.
  @Test func theDocumentedScreen() throws {
    let path = ProjectFolder.path + "/docs/tui.md"
    let driver = try TUIDriver()
    var parts = try Files.text(path).split(separator: "```", omittingEmptySubsequences: false).map(String.init)
    try #require(parts.count > 2)
    if getenv("PLIMSOLL_RECORD") != nil {
      parts[1] = "\n" + driver.text
      try Files.write(parts.joined(separator: "```"), to: path)
    }
    #expect(parts[1] == "\n" + driver.text)
  }

  @Test func whatIsTooSmallSaysSo() throws {
    var driver = try TUIDriver(rows: 9, columns: 80)
    #expect(driver.text.contains("too small: 80 x 9"))
    driver.resize(rows: 24, columns: 39)
    #expect(driver.text.contains("too small: 39 x 24"))
    driver.resize(rows: 10, columns: 40)
    #expect(!driver.text.contains("too small") && driver.flaws.isEmpty)
    for size in [(1, 1), (1, 200), (200, 1), (2, 3)] {
      driver.resize(rows: size.0, columns: size.1)
      #expect(driver.flaws.isEmpty)
    }
  }

  /// Nothing is told by colour or light alone.
  @Test func theChosenRowIsMarkedWithoutColour() throws {
    var driver = try TUIDriver()
    driver.press(.down)
    let marked = driver.text.split(separator: "\n").filter { $0.hasPrefix(">") }
    #expect(marked.count == 1 && marked[0].hasPrefix(">  2"))
  }
}
