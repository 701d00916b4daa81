import Base

/// What amdgpu tells about one card in sysfs.
struct AMDCard: Equatable {
  var vramTotalBytes: Int?
  var vramUsedBytes: Int?
  /// Main memory that the device may use through its page table (GTT).
  var gttTotalBytes: Int?
  var gttUsedBytes: Int?
  /// The highest level of the memory clock, in hertz.
  var memoryClockHz: Double?
  /// Such as `SPX` or `CPX`; nil for cards that cannot be partitioned.
  var computePartition: String?
  var productName: String?
  /// Whether the card is part of a processor; nil when the driver does not tell.
  var isIntegrated: Bool?

  /// Reads the files of the device folder at `path`, such as `/sys/class/drm/card0/device`.
  static func read(at path: String, in root: SystemRoot) -> AMDCard {
    func text(_ name: String) -> String? {
      let text = try? root.text(path + "/" + name, limit: 1 << 16).get()
      return text?.isEmpty == false ? text : nil
    }
    func bytes(_ name: String) -> Int? {
      text(name).flatMap { Int($0) }.flatMap { (0..<1 << 50).contains($0) ? $0 : nil }
    }
    return AMDCard(
      vramTotalBytes: bytes("mem_info_vram_total"), vramUsedBytes: bytes("mem_info_vram_used"),
      gttTotalBytes: bytes("mem_info_gtt_total"), gttUsedBytes: bytes("mem_info_gtt_used"),
      memoryClockHz: text("pp_dpm_mclk").flatMap { highestClock(levels: $0) },
      computePartition: text("current_compute_partition"),
      productName: text("product_name").flatMap { $0.allSatisfy(\.isASCII) ? $0 : nil },
      isIntegrated: (try? root.bytes(path + "/gpu_metrics", limit: 1 << 12).get()).flatMap { isIntegrated(metrics: $0) }
    )
  }

  /// By the header of `gpu_metrics`, two bytes of size and one of the format: format 1 is for cards, 2 and 3 are for
  /// processors with graphics (kernel: drivers/gpu/drm/amd/include/kgd_pp_interface.h).
  static func isIntegrated(metrics bytes: [UInt8]) -> Bool? {
    guard bytes.count >= 4 else { return nil }
    return [1: false, 2: true, 3: true][bytes[2]]
  }

  /// The highest clock in a table such as `pp_dpm_mclk`: lines of `3: 1249Mhz *`.
  static func highestClock(levels text: String) -> Double? {
    text.split(whereSeparator: \.isNewline).compactMap { line -> Double? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let level = line[line.index(after: colon)...].drop { $0 == " " }
      let digits = level.prefix { $0.isASCII && $0.isNumber }
      guard level.dropFirst(digits.count).lowercased().hasPrefix("mhz"), let clock = Double(digits), clock > 0,
        clock < 1e5
      else { return nil }
      return clock * 1e6
    }.max()
  }
}
