import Base

/// A product found by the name a person typed.
package struct NamedGPU: Sendable, Equatable {
  package var gpu: GPUFact
  /// The memory size named, or the only or smallest one of the product; nil when it lives in main memory.
  package var memoryBytes: Int?
  /// Set when the name left a choice: a sentence that says what was taken.
  package var assumption: String?
  /// Whether the request itself named the memory.
  var isMemoryNamed = false

  package init(gpu: GPUFact, memoryBytes: Int?, assumption: String?) {
    self.gpu = gpu
    self.memoryBytes = memoryBytes
    self.assumption = assumption
  }
}

/// A GPU name that the table does not know, with the names nearest to it.
package struct UnknownGPU: Error, Equatable {
  package let name: String
  package let nearest: [String]

  package init(name: String, nearest: [String]) {
    self.name = name
    self.nearest = nearest
  }
}

extension GPUTable {
  /// The product a person means by `text`, such as `RTX 4090`, `rtx 3060 12gb` or `4090 laptop`.
  ///
  /// Case, vendor and brand words may be left out. Where several variants remain, the slowest of the earliest year is
  /// taken and said. `780M (Z1 Extreme)` and `Alder Lake-P GT2 [Iris Xe Graphics]` are tried by their parts too.
  package func named(_ text: String) throws(UnknownGPU) -> NamedGPU {
    guard let found = gpu(meantBy: text) else { throw UnknownGPU(name: text, nearest: nearest(to: text)) }
    return found
  }

  /// The same, nil where nothing is meant; finding the nearest names takes a hundred times as long.
  package func gpu(meantBy text: String) -> NamedGPU? {
    nameCache.product(meantBy: text) {
      let spellings = Self.spellings(text)
      return spellings.lazy.compactMap { find(GPUName($0)) }.first
        ?? spellings.lazy.compactMap { find(GPUName($0).withoutCoreCount) }.first
    }
  }

  /// Every product whose name or alias says the same words; the driver's name for a device goes through here.
  package func gpus(sameNameAs text: String) -> [GPUFact] {
    let name = GPUName(text)
    guard !name.words.isEmpty else { return [] }
    return zip(gpus, names).filter { gpu, names in
      names.contains { $0.words == name.words && $0.vendorAgrees(with: name, gpu.vendor) }
    }.map(\.0)
  }

  private static func spellings(_ text: String) -> [String] {
    var spellings = [text]
    if let open = text.firstIndex(of: "["), let close = text.lastIndex(of: "]"), open < close {
      spellings.append(String(text[text.index(after: open)..<close]))
    }
    let outside = text.prefix { $0 != "(" && $0 != "[" }
    if outside.count < text.count { spellings.append(String(outside)) }
    // "130V/140V": the words before and after the slash are alternatives.
    for spelling in spellings where spelling.contains("/") {
      let halves = spelling.split(separator: "/", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let lead = halves[0].split(separator: " ").dropLast().joined(separator: " ")
      spellings += [String(halves[0]), lead + " " + halves[1]]
    }
    return spellings
  }

  private func find(_ name: GPUName) -> NamedGPU? {
    guard !name.words.isEmpty else { return nil }
    var entries: [(place: Int, name: GPUName)] = []
    for (place, own) in names.enumerated() {
      for own in own where own.vendorAgrees(with: name, gpus[place].vendor) && gpus[place].hasMemory(name, own) {
        entries.append((place, own))
      }
    }
    let tiers: [((place: Int, name: GPUName)) -> Bool] = [
      { $0.name.words == name.words && $0.name.form == name.form && $0.name.memoryGiB == name.memoryGiB },
      { $0.name.words == name.words && $0.name.form == name.form },
      { $0.name.words == name.words && $0.name.form.isSuperset(of: name.form) },
      { $0.name.words == name.words && $0.name.form.isSubset(of: name.form) },
      { !name.coreWords.isEmpty && $0.name.coreWords == name.coreWords && $0.name.form.isSuperset(of: name.form) },
      // Integrated graphics come in laptops without anyone saying so.
      {
        gpus[$0.place].segment == "integrated" && !name.coreWords.subtracting(["mobile"]).isEmpty
          && $0.name.coreWords.subtracting(["mobile"]) == name.coreWords.subtracting(["mobile"])
      },
      // So do some graphics cards that were never made for desktops.
      { $0.name.words == name.words.union(["mobile"]) && $0.name.form.isSuperset(of: name.form) },
    ]
    for tier in tiers {
      var hits: [Int] = []
      for entry in entries where tier(entry) && !hits.contains(entry.place) { hits.append(entry.place) }
      if hits.isEmpty { continue }
      return choice(among: hits.map { gpus[$0] }, for: name)
    }
    return nil
  }

  private func choice(among hits: [GPUFact], for name: GPUName) -> NamedGPU? {
    let ordered = hits.sorted { ($0.order, $0.id) < ($1.order, $1.id) }
    guard let gpu = ordered.first else { return nil }
    let named = name.memoryGiB.map { Int($0 * Double(ByteSize.gibibyte)) }
    let memory = named ?? gpu.memorySizesBytes.min()
    var assumption: String?
    if ordered.count > 1 {
      let others = ordered.dropFirst().prefix(3).map(\.name).joined(separator: ", ")
      assumption = "taken as \(gpu.name); there are also \(others)"
    } else if gpu.name.hasSuffix(" Mobile"), !name.words.contains("mobile"), gpu.segment != "integrated" {
      assumption = "taken as \(gpu.name): it is made for laptops only"
    } else if named == nil, gpu.memorySizesBytes.count > 1, let memory {
      assumption = "\(gpu.name) taken with \(ByteSize.text(memory)), the smallest it is made with"
    }
    return NamedGPU(gpu: gpu, memoryBytes: memory, assumption: assumption)
  }
}

extension GPUName {
  /// Whether the vendor the other name gives away, if any, is this one.
  fileprivate func vendorAgrees(with other: GPUName, _ vendor: String) -> Bool {
    other.vendor == nil || other.vendor == vendor
  }
}

extension GPUFact {
  /// Earliest first, then the slowest, then the smallest: what is taken when a name leaves the choice.
  fileprivate var order: (Int, Double, Int) {
    (releaseYear ?? 9999, bandwidthBytesPerSecond ?? 0, memorySizesBytes.min() ?? 0)
  }

  /// Whether the product is made with the memory size that `wanted` names, if it names one.
  fileprivate func hasMemory(_ wanted: GPUName, _ own: GPUName) -> Bool {
    guard let size = wanted.memoryGiB else { return true }
    if own.memoryGiB == size || (memorySizesBytes.isEmpty && isUnified) { return true }
    let bytes = size * Double(ByteSize.gibibyte)
    return memorySizesBytes.contains { abs(Double($0) - bytes) <= bytes * 0.02 }
  }
}

/// Orders by the first value, then by the second.
private func < (left: ((Int, Double, Int), String), right: ((Int, Double, Int), String)) -> Bool {
  left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
}
