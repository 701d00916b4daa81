import Machines

/// Gives the counted units of each class to its hosts by name.
struct Placing {
  let inventory: Inventory
  let wants: [Want]
  let models: [WantedModel]
  let units: [ServingUnit]

  /// What each host serves, and who serves nothing.
  func shares(_ counts: [Int], _ unserved: [Double?]) -> (shares: [Assignment.Share], spare: [String]) {
    var shares: [Assignment.Share] = []
    var spare: [String] = []
    for kind in inventory.classes.indices {
      let hosts = inventory.classes[kind].readyHosts
      let own = units.indices.filter { units[$0].kind == kind && counts[$0] > 0 }
      let placed = place(own, counts, on: hosts.count, cards: inventory.classes[kind].sharedCards)
      for (host, units) in zip(hosts, placed) {
        if units.isEmpty { spare.append(host) }
        shares += units.map { share($0.unit, $0.count, host, counts, unserved) }
      }
    }
    shares.sort { ($0.want.name, $0.fingerprint, $0.host) < ($1.want.name, $1.fingerprint, $1.host) }
    return (shares, spare)
  }

  /// The largest first, each on the host that the one before it began: numbers of cards that divide one another leave no
  /// gap that a smaller one does not fill.
  private func place(_ own: [Int], _ counts: [Int], on hosts: Int, cards: Int) -> [[(unit: Int, count: Int)]] {
    var placed = [[(unit: Int, count: Int)]](repeating: [], count: hosts)
    var free = [Int](repeating: cards, count: hosts)
    let order = own.sorted { one, other in
      let (left, right) = (units[one], units[other])
      if left.isWholeHost != right.isWholeHost { return left.isWholeHost }
      return left.cards == right.cards ? one < other : left.cards > right.cards
    }
    for unit in order {
      var host = 0
      for _ in 0..<counts[unit] {
        while host < hosts, units[unit].isWholeHost ? free[host] < cards : free[host] < units[unit].cards { host += 1 }
        guard host < hosts else { break }
        free[host] -= units[unit].cards
        if let index = placed[host].firstIndex(where: { $0.unit == unit }) {
          placed[host][index].count += 1
        } else {
          placed[host].append((unit, 1))
        }
      }
    }
    return placed
  }

  private func share(
    _ number: Int, _ count: Int, _ host: String, _ counts: [Int], _ unserved: [Double?]
  ) -> Assignment.Share {
    let unit = units[number]
    let model = models[unit.model]
    let want = wants[model.want]
    let all = units.indices.reduce(0) { sum, other in
      units[other].model == unit.model ? sum + Double(counts[other]) * units[other].capacity : sum
    }
    // All of a want's machines are loaded alike.
    let load = min(1, (want.demand - (unserved[unit.model] ?? 0)) / max(all, 1e-12))
    let capacity = unit.capacity * Double(count)
    return Assignment.Share(
      want: want, model: model.model, fingerprint: inventory.classes[unit.kind].fingerprint, host: host,
      replicas: count * unit.row.split.replicas, cards: unit.cards * count, row: unit.row, served: load * capacity,
      capacity: capacity)
  }
}
