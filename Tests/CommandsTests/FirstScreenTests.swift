import Commands
import Glibc
import TestSupport
import Testing

/// What a terminal shows of the first command.
@Suite struct FirstScreenTests {
  /// Picks on two cards take six lines each, a bar for each card among them.
  @Test(
    arguments: [(24, 2), (40, 4)],
    [["--gpu", "RTX 3060 12GB", "--ram", "32GiB"], ["--gpu", "2xRTX 3090", "--ram", "64GiB"]])
  func machineAndPicksFitWithoutScrolling(size: (rows: Int, picks: Int), machine: [String]) throws {
    let text = try Self.shown(["scan", "--color", "never"] + machine, rows: size.rows)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= size.rows, "\(text)")
    #expect(lines.count { $0.contains("tok/s") } >= size.picks)
    #expect(text.contains("Run the first:"))
  }

  @Test func aNumberThatIsAskedForIsShownInFull() throws {
    let text = try Self.shown(["scan", "--limit", "7", "--gpu", "RTX 3060 12GB", "--ram", "32GiB"], rows: 24)
    #expect(text.split(separator: "\n").count { $0.contains("tok/s") } == 7)
  }

  /// What a terminal of 80 columns and so many rows receives.
  private static func shown(_ arguments: [String], rows: Int) throws -> String {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    defer { close(terminal) }
    // TIOCSPTLCK and TIOCGPTN, which are macros that Swift does not see.
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    try #require(ioctl(terminal, 0x4004_5431, &isLocked) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
    let inside = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(inside >= 0)
    var size = winsize(ws_row: UInt16(rows), ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(inside, UInt(TIOCSWINSZ), &size) == 0)
    let nothing = open("/dev/null", O_WRONLY)
    defer { close(nothing) }
    let surroundings = Surroundings(
      environment: [:], console: Console(output: inside, messages: nothing), executable: nil, today: "2026-11-21",
      allowsNetwork: false)
    _ = Program.run(arguments: arguments, surroundings: surroundings)
    _ = fcntl(terminal, F_SETFL, O_NONBLOCK)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while case let count = read(terminal, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    close(inside)
    return String(decoding: bytes.filter { $0 != 0x0D }, as: UTF8.self)
  }
}
