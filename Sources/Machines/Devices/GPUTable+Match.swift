import Base

/// What the table says about a device in a machine.
package struct GPUMatch: Sendable, Equatable {
  /// The products it may be; one when everything agrees.
  package var candidates: [GPUFact]
  /// The product, or of several that hardly differ the slowest; nil when they differ too much to tell.
  package var gpu: GPUFact?
  package var bandwidthBytesPerSecond: Known<Double>
  /// The nominal memory size, where the product and the size are known.
  package var memoryBytes: Int?

  package init(
    candidates: [GPUFact], gpu: GPUFact?, bandwidthBytesPerSecond: Known<Double>, memoryBytes: Int?
  ) {
    self.candidates = candidates
    self.gpu = gpu
    self.bandwidthBytesPerSecond = bandwidthBytesPerSecond
    self.memoryBytes = memoryBytes
  }
}

extension GPUTable {
  /// Products this close in bandwidth are not told apart.
  static let bandwidthTolerance = 0.10

  /// The products a device may be.
  ///
  /// The PCI id comes first, then the revision where the table knows revisions, the name the driver gives when it is
  /// exactly one of the candidates', and the memory size (a driver reports a little less than the nominal size). A
  /// name alone counts only for a device without a known id. What is left is one product, several that hardly differ, or
  /// an ambiguity that is told and not guessed away. Clocks do not count: people change them.
  package func match(
    pciID: String?, revision: Int? = nil, memoryBytes: Int? = nil, name: String? = nil
  ) -> GPUMatch {
    var candidates = pciID.map { gpus(pciID: $0) } ?? []
    let hasID = !candidates.isEmpty
    if let pciID, let revision { candidates = narrowed(candidates, pciID: pciID, revision: revision) }
    if let name {
      let named = gpus(sameNameAs: name)
      if candidates.isEmpty {
        candidates = named
      } else {
        let both = candidates.filter { named.contains($0) }
        if !both.isEmpty { candidates = both }
      }
    }
    if let memoryBytes { candidates = narrowed(candidates, memoryBytes: memoryBytes, mustFit: !hasID) }
    return verdict(candidates, device: pciID ?? name ?? "the device", memoryBytes: memoryBytes)
  }

  private func narrowed(_ candidates: [GPUFact], pciID: String, revision: Int) -> [GPUFact] {
    let digits = String(revision & 0xFF, radix: 16)
    let exact = pciID + "/" + (digits.count == 1 ? "0" + digits : digits)
    let matching = candidates.filter { $0.pciRevisions.contains(exact) }
    if !matching.isEmpty { return matching }
    let open = candidates.filter { gpu in !gpu.pciRevisions.contains { $0.hasPrefix(pciID + "/") } }
    return open.isEmpty ? candidates : open
  }

  private func narrowed(_ candidates: [GPUFact], memoryBytes: Int, mustFit: Bool) -> [GPUFact] {
    let distances = candidates.map { gpu in
      gpu.memorySizesBytes.compactMap { Self.distance(reported: memoryBytes, nominal: $0) }.min()
    }
    guard let nearest = distances.compactMap({ $0 }).min() else {
      // Products in main memory have no size of their own; a size that fits none of the others rules nothing in.
      return mustFit ? candidates.filter { $0.memorySizesBytes.isEmpty } : candidates
    }
    return zip(candidates, distances).filter { $1.map { $0 <= nearest + 0.02 } ?? false }.map(\.0)
  }

  /// How far a reported size lies from a nominal one, relative to it; nil when it cannot be that size.
  static func distance(reported: Int, nominal: Int) -> Double? {
    let share = Double(reported) / Double(nominal)
    return (0.80...1.03).contains(share) ? abs(1 - share) : nil
  }

  private func verdict(_ candidates: [GPUFact], device: String, memoryBytes: Int?) -> GPUMatch {
    guard !candidates.isEmpty else {
      return GPUMatch(
        candidates: [], gpu: nil, bandwidthBytesPerSecond: .unknown(reason: "\(device) is not in the GPU table"),
        memoryBytes: nil)
    }
    let rates = candidates.map(\.bandwidthBytesPerSecond)
    let known = rates.compactMap { $0 }
    guard let low = known.min(), let high = known.max(), known.count == rates.count else {
      let isInMainMemory = candidates.allSatisfy { $0.isUnified && $0.bandwidthBytesPerSecond == nil }
      return GPUMatch(
        candidates: candidates, gpu: candidates.count == 1 || isInMainMemory ? slowest(candidates) : nil,
        bandwidthBytesPerSecond: .unknown(
          reason: isInMainMemory ? "it uses main memory" : "the GPU table has no bandwidth for \(candidates[0].name)"),
        memoryBytes: nil)
    }
    let sizes = Set(candidates.flatMap(\.memorySizesBytes))
    let nominal = memoryBytes.flatMap { reported in
      sizes.min { abs($0 - reported) < abs($1 - reported) }
    }
    guard high <= low * (1 + Self.bandwidthTolerance) else {
      let names = candidates.map { gpu in
        "\(gpu.name) (\(ByteSize.decimal((gpu.bandwidthBytesPerSecond ?? 0) / 1e9, places: 0)) GB/s)"
      }
      return GPUMatch(
        candidates: candidates, gpu: nil,
        bandwidthBytesPerSecond: .unknown(
          reason: "\(device) may be " + names.prefix(4).joined(separator: " or ")), memoryBytes: nominal)
    }
    return GPUMatch(
      candidates: candidates, gpu: slowest(candidates), bandwidthBytesPerSecond: .known(low),
      memoryBytes: nominal ?? (sizes.count == 1 ? sizes.first : nil))
  }

  private func slowest(_ candidates: [GPUFact]) -> GPUFact? {
    candidates.min { left, right in
      let (a, b) = (left.bandwidthBytesPerSecond ?? 0, right.bandwidthBytesPerSecond ?? 0)
      let (c, d) = (left.fp32OperationsPerSecond ?? 0, right.fp32OperationsPerSecond ?? 0)
      return (a, c, left.id) < (b, d, right.id)
    }
  }
}

extension GPUFact {
  /// How many transfers a data line makes in one cycle of the memory clock that amdgpu and KFD report.
  package static func transfersPerClock(memoryType: String) -> Double? {
    switch memoryType {
    case "GDDR5": 4
    case "GDDR6": 16
    case "HBM", "HBM2", "HBM2e": 2
    case "HBM3", "HBM3e": 4
    default: nil
    }
  }
}
