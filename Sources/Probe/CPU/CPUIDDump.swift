/// What CPUID answered on one hardware thread, as `hwloc-gather-cpuid` writes it.
///
/// A line is `mask eax ebx ecx edx => eax ebx ecx edx`, where bit 0 of the mask says that the answer depends on eax,
/// bit 2 that it depends on ecx.
struct CPUIDDump: Equatable {
  typealias Registers = (eax: Int, ebx: Int, ecx: Int, edx: Int)

  private struct Entry: Equatable {
    var mask: Int
    var inputs: [Int]
    var outputs: [Int]
  }

  private var entries: [Entry] = []

  /// Parses the text of a file `pu<N>`; nil when it has no line of that form.
  static func parse(dump text: String) -> CPUIDDump? {
    var dump = CPUIDDump()
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard words.count == 10, words[5] == "=>" else { continue }
      let numbers = (words[0..<5] + words[6...]).compactMap { Hexadecimal.value($0, below: 1 << 32) }
      guard numbers.count == 9 else { continue }
      dump.entries.append(Entry(mask: numbers[0], inputs: Array(numbers[1..<5]), outputs: Array(numbers[5...])))
    }
    return dump.entries.isEmpty ? nil : dump
  }

  /// The answer to a leaf and a subleaf; nil when the dump has none.
  func answer(_ leaf: Int, _ subleaf: Int = 0) -> Registers? {
    let entry = entries.first { entry in
      (entry.mask & 1 == 0 || entry.inputs[0] == leaf) && (entry.mask & 4 == 0 || entry.inputs[2] == subleaf)
    }
    return entry.map { ($0.outputs[0], $0.outputs[1], $0.outputs[2], $0.outputs[3]) }
  }

  /// The twelve letters of the maker, such as `GenuineIntel`.
  var vendor: String? {
    answer(0).map { Self.text([$0.ebx, $0.edx, $0.ecx]) }
  }

  static func text(_ words: [Int]) -> String {
    let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// Where a hardware thread stands in the machine, by its CPUID answers.
///
/// Only for processors whose APIC ids tell it all: those with an extended topology leaf (Intel SDM 3A, 9.9) and AMD's
/// since Zen (PPR, CPUID Fn8000_001E). Of older ones nil: their rules are hwloc's business.
struct CPUIDThread: Equatable {
  struct Cache: Hashable {
    var level: Int
    /// 1 is data, 2 instruction, 3 unified.
    var type: Int
    var bytes: Int
    var number: Int
  }

  var package: Int
  var core: Int
  var caches: [Cache] = []
  /// 0x20 for an efficiency core and 0x40 for a performance core, as leaf 0x1A of Intel's has them; 0 where all are alike.
  var coreType = 0

  init?(_ dump: CPUIDDump) {
    guard let highest = dump.answer(0)?.eax, let signature = dump.answer(1)?.eax else { return nil }
    let isAMD = ["AuthenticAMD", "HygonGenuine"].contains(dump.vendor)
    var family = signature >> 8 & 0xF
    if family == 0xF { family += signature >> 20 & 0xFF }
    let id: Int
    if let place = Self.extended(dump, highest) {
      (id, package, core) = (place.id, place.id >> place.packageShift, place.id >> place.coreShift)
    } else if isAMD, family >= 0x17, let unit = dump.answer(0x8000_001E), let sizes = dump.answer(0x8000_0008),
      sizes.ecx >> 12 & 0xF > 0
    {
      id = unit.eax
      (package, core) = (id >> (sizes.ecx >> 12 & 0xF), id >> Self.bits((unit.ebx >> 8 & 0xFF) + 1))
    } else {
      return nil
    }
    caches = Self.caches(dump, leaf: isAMD ? 0x8000_001D : 4, id: id)
    guard !caches.isEmpty else { return nil }
    if !isAMD, highest >= 0x1A { coreType = dump.answer(0x1A).map { $0.eax >> 24 } ?? 0 }
    // AMD's leaf says whether cores differ (bit 30) and which kind this is (APM 3, E.4.24).
    if isAMD, let unit = dump.answer(0x8000_0026), unit.eax >> 30 & 1 == 1 {
      coreType = unit.ebx >> 28 == 0 ? 0x40 : 0x20
    }
  }

  private static func extended(
    _ dump: CPUIDDump, _ highest: Int
  ) -> (id: Int, coreShift: Int, packageShift: Int)? {
    for leaf in [0x1F, 0xB] where leaf <= highest {
      guard let first = dump.answer(leaf), first.ebx & 0xFFFF != 0 else { continue }
      var (coreShift, packageShift) = (0, 0)
      for level in 0..<8 {
        guard let answer = dump.answer(leaf, level), answer.ecx >> 8 & 0xFF != 0 else { break }
        packageShift = answer.eax & 0x1F
        if answer.ecx >> 8 & 0xFF == 1 { coreShift = packageShift }
      }
      if packageShift > 0 { return (first.edx, coreShift, packageShift) }
    }
    return nil
  }

  /// The caches of the thread (Intel SDM, leaf 4; AMD's leaf has the same form).
  private static func caches(_ dump: CPUIDDump, leaf: Int, id: Int) -> [Cache] {
    var caches: [Cache] = []
    for index in 0..<16 {
      guard let answer = dump.answer(leaf, index), (1...3).contains(answer.eax & 0x1F) else { break }
      let ways = (answer.ebx >> 22 & 0x3FF) + 1
      let partitions = (answer.ebx >> 12 & 0x3FF) + 1
      let line = (answer.ebx & 0xFFF) + 1
      let sharing = (answer.eax >> 14 & 0xFFF) + 1
      let (bytes, overflow) = (ways * partitions * line).multipliedReportingOverflow(by: answer.ecx + 1)
      guard !overflow, bytes < 1 << 40 else { break }
      caches.append(
        Cache(
          level: answer.eax >> 5 & 7, type: answer.eax & 0x1F, bytes: bytes, number: id >> bits(sharing)))
    }
    return caches
  }

  /// How many bits tell so many things apart.
  private static func bits(_ count: Int) -> Int { count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount }
}
