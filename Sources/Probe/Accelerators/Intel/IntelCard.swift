import Base

/// What i915 and xe tell about one card in sysfs.
struct IntelCard: Equatable {
  /// Local memory of a discrete card, over all its tiles; nil for integrated graphics or when it is not told.
  var localMemoryBytes: Int?
  var localMemoryFreeBytes: Int?
  var tiles: Int

  /// Reads the files of a card such as `/sys/class/drm/card0`.
  static func read(at path: String, in root: SystemRoot) -> IntelCard {
    let tiles = root.names(in: path + "/device").filter { $0.hasPrefix("tile") && Int($0.dropFirst(4)) != nil }
    let total = bytes("/lmem_total_bytes", at: path, in: root)
    let free = bytes("/lmem_avail_bytes", at: path, in: root)
    // xe names the memory of each tile; i915 that of the card.
    let perTile = tiles.compactMap { tile in
      bytes("/device/\(tile)/physical_vram_size_bytes", at: path, in: root)
        ?? bytes("/device/\(tile)/vram0/size_bytes", at: path, in: root)
    }
    return IntelCard(
      localMemoryBytes: total ?? (perTile.isEmpty ? nil : perTile.reduce(0, +)), localMemoryFreeBytes: free,
      tiles: max(1, tiles.count))
  }

  private static func bytes(_ name: String, at path: String, in root: SystemRoot) -> Int? {
    guard let text = try? root.text(path + name, limit: 64).get() else { return nil }
    let value = text.hasPrefix("0x") ? Hexadecimal.value(text, below: 1 << 50) : Int(text)
    return value.flatMap { $0 > 0 && $0 < 1 << 50 ? $0 : nil }
  }
}
