import Base
import Machines

/// Reads the main memory and what a model may have of it.
struct MemoryProbe {
  let root: SystemRoot
  let limits: ControlGroupLimits
  let texts: ForeignTexts
  let topology: Topology?

  func read() -> Memory {
    let info = (try? texts.proc(.meminfo).get()).map(MemInfo.parse(meminfo:))
    let missing = info == nil ? "/proc/meminfo cannot be read" : "/proc/meminfo does not say"
    let total = info?["MemTotal"] ?? topology?.memoryBytes ?? texts.devices.mainMemoryBytes
    let limit = limits.memoryBytes.flatMap { limit in total.map { limit < $0 } ?? true ? limit : nil }
    let smbios = SMBIOS.memory(root)
    var memory = Memory()
    memory.totalBytes = Known(total, otherwise: missing)
    memory.availableBytes = Known(info?.available, otherwise: missing)
    memory.swapBytes = Known(info?["SwapTotal"], otherwise: missing)
    memory.limitBytes = seen(limit)
    memory.limitSource = limit == nil ? nil : limits.memorySource
    memory.budgetBytes = budget(total: total, available: info?.available, limit: limit, missing: missing)
    memory.bandwidthBytesPerSecond = smbios.map(\.bytesPerSecond)
    memory.modules = smbios.map(\.text)
    memory.hugePagesFreeBytes = Known(info?.bytes(pages: "HugePages_Free"), otherwise: missing)
    memory.hugePagesTotalBytes = Known(info?.bytes(pages: "HugePages_Total"), otherwise: missing)
    memory.hugePageBytes = Known(info?["Hugepagesize"], otherwise: missing)
    memory.swapLimitBytes = limits.swapBytes
    return memory
  }

  /// The limit, or why it is not known that there is none.
  private func seen(_ limit: Int?) -> Known<Int?> {
    guard limit == nil, let obstacle = limits.memoryObstacle else { return .known(limit) }
    return .unknown(reason: obstacle)
  }

  /// Free for us, less the reserve for the system.
  private func budget(total: Int?, available: Int?, limit: Int?, missing: String) -> Known<Int> {
    guard let free = [available, limits.memoryLeftBytes, limit].compactMap(\.self).min() else {
      return .unknown(reason: missing)
    }
    let whole = [total, limit].compactMap(\.self).min() ?? free
    return .known(max(0, free - Reserve.mainMemoryBytes(total: whole)))
  }
}
