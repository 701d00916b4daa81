import Machines

/// Cards of one kind in a machine: what tensor parallel engines share their work among.
package struct CardGroup: Sendable {
  package var fact: GPUFact
  package var ids: [String]
  /// Memory of one card, in bytes.
  package var memoryBytes: Int
  /// What is free of it for a model.
  package var budgetBytes: Int
  package var bandwidthBytesPerSecond: Double
  /// FP16 operations per second of one card's matrix units.
  var matrixOperationsPerSecond: Double
  /// Between two cards, in each direction.
  var linkBytesPerSecond: Double
  /// Such as `NVLink 4`; nil for PCI Express.
  var linkName: String?
  package var target: String?

  package var count: Int { ids.count }

  /// The groups of a machine, the one with the most memory bandwidth first; cards without a needed rate are left out.
  package static func all(of machine: Machine, facts: EngineFacts = .known) -> [CardGroup] {
    var groups: [CardGroup] = []
    for device in machine.accelerators where device.isUsable {
      guard let fact = device.factID.flatMap({ GPUTable.builtIn.gpu(id: $0) }),
        let memory = device.memoryTotalBytes.value, memory > 0,
        let bandwidth = device.bandwidthBytesPerSecond.value ?? fact.bandwidthBytesPerSecond, bandwidth > 0,
        let matrix = facts.matrixOperationsPerSecond(fact), matrix > 0
      else { continue }
      let budget = device.budgetBytes.value ?? device.memoryFreeBytes.value ?? memory
      if let index = groups.firstIndex(where: { $0.fact.id == fact.id && $0.memoryBytes == memory }) {
        groups[index].ids.append(device.id)
        groups[index].budgetBytes = min(groups[index].budgetBytes, budget)
        continue
      }
      let link = facts.links[fact.id]
      groups.append(
        CardGroup(
          fact: fact, ids: [device.id], memoryBytes: memory, budgetBytes: budget, bandwidthBytesPerSecond: bandwidth,
          matrixOperationsPerSecond: matrix,
          linkBytesPerSecond: link?.bytesPerSecond ?? device.link?.bytesPerSecond ?? facts.otherLinkBytesPerSecond,
          linkName: link?.name, target: device.computeTarget.value ?? fact.computeTarget))
    }
    return groups.sorted {
      Double($0.count) * $0.bandwidthBytesPerSecond > Double($1.count) * $1.bandwidthBytesPerSecond
    }
  }
}

extension PCILink {
  /// Payload per direction that the link can reach: eight transfers to a byte, and a tenth for packets.
  fileprivate var bytesPerSecond: Double? {
    guard let transfers = maximumTransfersPerSecond ?? transfersPerSecond, let lanes = maximumLanes ?? lanes,
      transfers > 0, lanes > 0
    else { return nil }
    return transfers * Double(lanes) / 8 * 0.9
  }
}
