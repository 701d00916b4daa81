import Memory
import Speed
import Testing
import TestSupport
import Base

@testable import Documents

private let plain = TextStyle(usesColor: false, usesUnicode: true, width: 80)

@Suite struct TextTableTests {
  private func table() -> TextTable {
    var table = TextTable([
      .init("name"), .init("size", .right), .init("first", leavesFirst: 0), .init("second", leavesFirst: 1),
    ])
    table.rows = [["alpha", "1", "xxxxxxxxxx", "yyyyyyyyyy"], ["be", "1234", "x", "y"]]
    return table
  }

  private func lines(width: Int) -> [String] {
    table().text(style: TextStyle(usesColor: false, usesUnicode: true, width: width))
      .split(separator: "\n").map(String.init)
  }

  @Test func columnsAreAsWideAsTheirWidestCell() {
    #expect(lines(width: 80)[0] == "name   size  first       second")
    #expect(lines(width: 80)[2] == "be     1234  x           y")
  }

  @Test func aNarrowPageLeavesOutWhatMayLeaveInOrder() {
    #expect(lines(width: 30)[0] == "name   size  second")
    #expect(lines(width: 12)[0] == "name   size")
    #expect(lines(width: 8)[1] == "alpha  …")
  }

  /// Texts give way before the columns behind them do.
  @Test func aLongTextIsCutSoThatTheLastColumnStays() {
    var table = TextTable([.init("model"), .init("with"), .init("tok/s", .right), .init("worth it")])
    table.rows = [["A model with a name that never ends", "llama.cpp", "21", "no"]]
    let text = table.text(style: TextStyle(usesColor: false, usesUnicode: true, width: 50))
    #expect(
      text == """
        model                   with       tok/s  worth it
        A model with a name t…  llama.cpp     21  no

        """)
  }

  @Test(arguments: 8...60)
  func noLineIsWiderThanThePage(width: Int) {
    #expect(lines(width: width).allSatisfy { $0.count <= width })
    #expect(lines(width: width).count == 3)
  }
}

@Suite struct LoadLineTests {
  private func bar(_ memory: MemoryDemand, budget: Int, width: Int = 20, isUnicode: Bool = true) -> String {
    let style = TextStyle(usesColor: false, usesUnicode: isUnicode, width: 80)
    let share = DeviceShare(id: "gpu0", backend: .cuda, memory: memory, budgetBytes: budget, layers: 1)
    return LoadLine.bar(share, width: width, style: style)
  }

  @Test func partsHaveTheirShareOfTheBudget() {
    let memory = MemoryDemand(weightsBytes: 50, kvCacheBytes: 20, computeBytes: 10)
    #expect(bar(memory, budget: 100) == "██████████▓▓▓▓▒▒░░░░")
    #expect(bar(memory, budget: 100, isUnicode: false) == "##########====--....")
  }

  @Test(arguments: [0, 1, 49, 50, 99, 100, 101, 1_000_000])
  func theBarIsAsLongAsAskedForAndNeverShowsRoomThatIsNotThere(weights: Int) {
    let line = bar(MemoryDemand(weightsBytes: weights, kvCacheBytes: 1, computeBytes: 1), budget: 100)
    #expect(line.count == 20)
    #expect(line.contains("░") == (weights + 2 <= 95))
  }
}

@Suite struct AmountsTests {
  @Test(arguments: [
    (8192, "8k"), (1000, "1000"), (131_072, "128k"), (1 << 20, "1M"), (10 << 20, "10M"), (1_000_000, "1000000"),
  ])
  func tokens(count: Int, text: String) { #expect(Amounts.tokens(count) == text) }

  @Test(arguments: [
    (494_032_768, "494M"), (8_030_261_248, "8.03B"), (70_553_706_496, "70.6B"), (1_026_000_000_000, "1.03T"),
  ])
  func parameters(count: Int, text: String) { #expect(Amounts.parameters(count) == text) }

  @Test(arguments: [(0.0449, "45 ms"), (0.5, "0.5 s"), (59.9, "60 s"), (180.0, "3 min")])
  func seconds(value: Double, text: String) { #expect(Amounts.seconds(value) == text) }

  @Test func bandsSayEstimateAndRange() {
    let estimate = Estimate(estimate: 11.2, low: 9.21, high: 13.4)
    #expect(Amounts.band(estimate, unit: "tok/s", style: plain) == "11 tok/s (9.2–13)")
  }
}

@Suite struct TextStyleTests {
  /// A name from a file or a device cannot drive the terminal.
  @Test func controlCharactersAreLeftOut() {
    #expect(TextStyle.plain("a\u{1B}[31mb\u{7}\u{9B}c\n") == "a[31mbc")
  }

  @Test func withoutColourNoEscapeIsWritten() {
    #expect(plain.bold("x") + plain.dim("y") + plain.color("z", .red) == "xyz")
  }

  @Test(arguments: [20, 40, 79])
  func wrappedTextStaysInsideThePage(width: Int) {
    let text = "the quick brown fox jumps over the lazy dog and then goes on to do it once more for luck"
    let style = TextStyle(usesColor: false, usesUnicode: true, width: width)
    let lines = HardwareText.fitted(text, indentation: 4, style).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= max(width, 24) })
    #expect(lines.joined(separator: " ").split(separator: " ").joined(separator: " ") == text)
  }
}
