import Base
import Machines

/// What a fleet has: classes of equal machines, and what is odd about hosts of them.
package struct Inventory: Sendable {
  /// The largest first.
  package var classes: [MachineClass]

  package var hostCount: Int { classes.reduce(0) { $0 + $1.hosts.count } }
}

/// Takes machines one after the other and keeps one of each class whole.
package struct InventoryBuilder: Sendable {
  private var classes: [String: MachineClass] = [:]

  package init() {}

  package mutating func add(_ name: String, _ machine: Machine) {
    let fingerprint = TextHash.digits(machine.classTraits)
    let host = FleetHost(name, machine)
    if classes[fingerprint]?.hosts.append(host) == nil {
      classes[fingerprint] = MachineClass(fingerprint: fingerprint, machine: machine, hosts: [host])
    }
  }

  /// The inventory of what was added.
  package func inventory() -> Inventory {
    var all = classes.values.sorted { ($1.hosts.count, $0.fingerprint) < ($0.hosts.count, $1.fingerprint) }
    let makes = all.map(\.machine.kinTraits)
    var largest: [String: MachineClass] = [:]
    for (make, kind) in zip(makes, all) { if let make, largest[make] == nil { largest[make] = kind } }
    for index in all.indices {
      let names = all[index].hosts.map(\.name)
      let most = makes[index].flatMap { largest[$0] }
      let lacks = most.map { KinRules(kind: all[index], most: $0).findings } ?? []
      all[index].oddities = OddityRules(all[index]).oddities
      let known = Set(all[index].oddities.map(\.finding.kind))
      // What a host of the make should have by itself is told once.
      all[index].oddities += lacks.filter { !known.contains($0.kind) }.map { Oddity(finding: $0, hosts: names) }
      all[index].takeLeastFree()
    }
    return Inventory(classes: all)
  }
}

extension MachineClass {
  /// Plans with what is free on every host that is not busy.
  fileprivate mutating func takeLeastFree() {
    let ready = Set(readyHosts)
    let hosts = hosts.filter { ready.contains($0.name) }
    var machine = machine
    if let least = hosts.compactMap(\.memoryBudgetBytes).min() { machine.memory.budgetBytes = .known(least) }
    for (place, index) in machine.cardOrder.enumerated() {
      let least = hosts.compactMap { $0.cards[place].budgetBytes }.min()
      if let least { machine.accelerators[index].budgetBytes = .known(least) }
    }
    self.machine = machine
  }
}
