import Machines
import Testing

/// Boards are machines by name.
@Suite struct BoardTests {
  private static let table = BoardTable.builtIn

  @Test(arguments: [
    ("raspberry pi 5 8GB", "raspberry-pi-5", 8, nil), ("Raspberry Pi 4", "raspberry-pi-4", 8, nil),
    ("rpi5 16 GB", "raspberry-pi-5", 16, nil), ("RK3588", "rk3588-lpddr4x", 32, nil),
    ("Orange Pi 5 Max", "rk3588-lpddr5", 32, nil), ("orange pi 5 plus 16gb", "rk3588-lpddr4x", 16, nil),
    ("rock 5b+ 24GB", "rk3588-lpddr5", 24, nil), ("Jetson AGX Orin 64GB 30W", "jetson-agx-orin", 64, "30W"),
    ("Jetson Orin Nano Developer Kit 8GB", "jetson-orin-nano", 8, "15W"),
    ("jetson orin nx 16gb maxn", "jetson-orin-nx", 16, "maxn"),
  ])
  func namesAreUnderstood(text: String, id: String, gibibytes: Int, mode: String?) throws {
    let choice = try #require(Self.table.named(text))
    #expect(choice.board.id == id)
    #expect(choice.memoryBytes == gibibytes << 30)
    #expect(choice.mode?.name == mode)
  }

  @Test(arguments: ["raspberry pi 5 7GB", "raspberry pi", "", "jetson agx orin 99W", "8GB"])
  func whatIsNoneIsNot(text: String) {
    #expect(Self.table.named(text) == nil)
    #expect(Self.table.nearest(to: text).count == 3)
  }

  @Test func aPowerModeHasItsOwnRates() throws {
    func machine(_ text: String) throws -> Machine {
      SimulatedMachine.machine(board: try #require(Self.table.named(text)))
    }
    let (slow, fast) = (try machine("jetson orin nano 8gb 15w"), try machine("jetson orin nano 8gb super"))
    #expect(slow.memory.bandwidthBytesPerSecond.value == 68.3e9)
    #expect(fast.memory.bandwidthBytesPerSecond.value == 102.4e9)
    #expect(fast.accelerators.first?.factID == "nvidia-jetson-orin-nano-super")
    let low = try machine("jetson agx orin 64gb 15w")
    #expect(low.cpu.usableThreads.value == 4)
    // CUDA takes what the system sees, not three quarters of it.
    #expect(low.accelerators.first?.memoryTotalBytes.value == low.memory.totalBytes.value)
    #expect(try machine("raspberry pi 5 8GB").accelerators.isEmpty)
  }

  @Test func everyBoardHasItsGraphicsInTheTable() {
    for board in Self.table.boards {
      let ids = Array(board.gpus.values) + board.modes.compactMap(\.gpu)
      for id in ids { #expect(GPUTable.builtIn.gpu(id: id) != nil, "\(board.id): \(id)") }
      #expect(board.gpus.isEmpty || Set(board.gpus.keys) == Set(board.memorySizesBytes), "\(board.id)")
      #expect(board.defaultMode == nil || board.modes.contains { $0.name == board.defaultMode }, "\(board.id)")
    }
  }
}
