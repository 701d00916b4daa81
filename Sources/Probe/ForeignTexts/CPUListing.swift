import Base
import Machines

/// What `lscpu` prints, as text or with `-J`.
struct CPUListing {
  private let fields: [String: String]

  static func parse(_ text: String) -> CPUListing? {
    var fields: [String: String] = [:]
    if trimmed(text.prefix(256)).hasPrefix("{"), let value = try? JSONParser.parse(text) {
      collect(value["lscpu"], &fields)
    } else {
      for line in text.split(whereSeparator: \.isNewline) {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let key = trimmed(line[..<colon])
        if fields[key] == nil { fields[key] = trimmed(line[line.index(after: colon)...]) }
      }
    }
    return fields["Architecture"] != nil && fields["CPU(s)"] != nil ? CPUListing(fields: fields) : nil
  }

  private static func collect(_ list: JSONValue?, _ fields: inout [String: String], depth: Int = 0) {
    for entry in depth < 8 ? list?.array ?? [] : [] {
      if let key = entry["field"]?.string, let value = entry["data"]?.string {
        let key = key.hasSuffix(":") ? String(key.dropLast()) : key
        if fields[key] == nil { fields[key] = value }
      }
      collect(entry["children"], &fields, depth: depth + 1)
    }
  }

  private func number(_ key: String) -> Int? {
    fields[key].flatMap { Int($0) }.flatMap { (1...CPUList.largest).contains($0) ? $0 : nil }
  }

  var architecture: String? { fields["Architecture"] }
  var vendor: String? { fields["Vendor ID"] }
  var model: String? { fields["Model name"].flatMap { $0 == "-" ? nil : $0 } }
  var threads: Int? { number("CPU(s)") }
  var packages: Int? { number("Socket(s)") }
  var features: [String] { (fields["Flags"] ?? "").split(separator: " ").map(String.init) }
  /// As the kernel writes it in cpufreq.
  var maximumFrequencyHz: Double? {
    fields["CPU max MHz"].flatMap { Double($0) }.flatMap { $0 > 0 && $0 < 1e5 ? $0 * 1e6 : nil }
  }

  var cores: Int? {
    if let perPackage = number("Core(s) per socket"), let packages { return perPackage * packages }
    if let perThread = number("Thread(s) per core"), let threads { return max(1, threads / perThread) }
    return nil
  }

  /// What is told of threads, cores, caches and memory nodes.
  var topology: Topology? {
    guard let threads else { return nil }
    var topology = Topology(threads: threads)
    (topology.packages, topology.cores) = (packages, cores)
    (topology.model, topology.vendor, topology.architecture) = (model, vendor, architecture)
    topology.caches = caches
    for number in 0..<1024 {
      guard let cpus = fields["NUMA node\(number) CPU(s)"] else { continue }
      topology.numaNodes.append(
        CPU.NUMANode(id: number, memoryBytes: .unknown(reason: "lscpu does not tell it"), cpus: cpus))
    }
    return topology
  }

  /// `512 KiB (16 instances)` is the sum; without the number of instances it is not clear what is meant.
  private var caches: [CPU.Cache] {
    let kinds: [(String, Int, CPU.Cache.Kind)] = [
      ("L1d", 1, .data), ("L1i", 1, .instruction), ("L2", 2, .unified), ("L3", 3, .unified), ("L4", 4, .unified),
    ]
    return kinds.compactMap { name, level, kind in
      guard let text = fields[name] ?? fields[name + " cache"] else { return nil }
      let words = text.split { " ()".contains($0) }
      let units = ["KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
      guard words.count >= 4, let size = Double(words[0]), let unit = units[String(words[1])],
        let count = Int(words[2]), (1...CPUList.largest).contains(count), words[3].hasPrefix("instance"),
        size > 0, size < 1e6
      else { return nil }
      return CPU.Cache(
        level: level, kind: kind, bytes: Int(size * Double(unit)) / count, count: count,
        sharedByThreads: threads.map { max(1, $0 / count) })
    }
  }
}

extension CPUInfo {
  /// What the listing has of the same facts.
  init(_ listing: CPUListing) {
    (vendor, model, architecture) = (listing.vendor, listing.model, listing.architecture)
    (threads, packages, cores) = (listing.threads ?? 0, listing.packages, listing.cores)
    features = listing.features
    frequencyHz = nil
    hasHypervisorFlag = features.contains("hypervisor")
    machine = nil
  }
}
