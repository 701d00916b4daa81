import Base

/// Time that the hypervisor gave to others, from `/proc/stat`.
struct StealTime: Equatable {
  var stolen: Int
  var total: Int

  static func read() -> StealTime? { (try? SystemRoot.live.text("/proc/stat").get()).flatMap(parse(stat:)) }

  /// Parses the first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal and more.
  static func parse(stat text: String) -> StealTime? {
    guard let line = text.split(separator: "\n").first, line.hasPrefix("cpu ") else { return nil }
    let numbers = line.split(separator: " ").dropFirst().prefix(8).compactMap { Int($0) }
    guard numbers.count == 8, numbers.allSatisfy({ (0..<1 << 53).contains($0) }) else { return nil }
    return StealTime(stolen: numbers[7], total: numbers.reduce(0, +))
  }

  /// The stolen share of the time since an earlier reading; nil when the kernel does not say.
  static func share(since earlier: StealTime?) -> Double? {
    guard let earlier, let now = read(), now.total > earlier.total else { return nil }
    return Double(now.stolen - earlier.stolen) / Double(now.total - earlier.total)
  }
}
