import Base
import Testing

@Suite struct ByteSizeTests {
  @Test(arguments: [
    ("12GB", 12_000_000_000), ("12GiB", 12 << 30), ("1.5 GiB", 3 << 29), ("4096", 4096), ("2 mb", 2_000_000),
    ("1TiB", 1 << 40), ("0", 0),
  ])
  func readsSizes(text: String, bytes: Int) {
    #expect(ByteSize.bytes(from: text) == bytes)
  }

  @Test(arguments: ["", "GB", "-1GB", "12XB", "1e99GB", "12 GB extra", "NaN", "99999999999PiB", "1..5GB"])
  func refusesWhatIsNotASize(text: String) {
    #expect(ByteSize.bytes(from: text) == nil)
  }

  @Test(arguments: [(8_160_000_000, "7.6 GiB"), (1 << 30, "1.0 GiB"), (512, "512 B"), (200 << 30, "200 GiB")])
  func writesSizes(bytes: Int, text: String) {
    #expect(ByteSize.text(bytes) == text)
  }

  @Test(arguments: [(1.25, 1, "1.3"), (-0.04, 1, "0.0"), (2.0, 3, "2.000"), (0.05, 2, "0.05"), (9.99, 1, "10.0")])
  func writesDecimals(value: Double, places: Int, text: String) {
    #expect(ByteSize.decimal(value, places: places) == text)
  }
}
