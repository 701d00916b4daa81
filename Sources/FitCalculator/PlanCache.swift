import ModelCatalog
import Synchronization

/// Plans and needs of the dimensions seen so far: what no machine has a part in.
///
/// A third of the catalogue's models are trained further from another one and share its dimensions. Plans can be made
/// before the machine is known, while its drivers are still answering.
package final class PlanCache: Sendable {
  struct Entry: Sendable {
    /// Which entry of this cache it is.
    var number: Int
    var architecture: Architecture
    var workload: Workload
    var plan: ModelPlan
    var needs: FitCalculator.Needs
  }

  private struct Table {
    var entries: [Int: [Entry]] = [:]
    var count = 0
  }

  private let table = Mutex(Table())

  package init() {}

  /// Makes the plans of models ahead of their use.
  package func prepare(_ models: [Model], _ workload: Workload) {
    let workload = workload.bounded
    for model in models { if let architecture = model.architecture { _ = entry(architecture, workload) } }
  }

  /// The plan and the needs for these dimensions and this workload, made now or found.
  func entry(_ architecture: Architecture, _ workload: Workload) -> Entry {
    let key = architecture.embeddingWidth &* 31 &+ architecture.vocabularySize &* 131 &+ architecture.layerCount
    let found = table.withLock { table in
      table.entries[key]?.first { $0.workload == workload && $0.architecture == architecture }
    }
    if let found { return found }
    let plan = ModelPlan(architecture)
    let needs = FitCalculator.Needs(plan, workload)
    return table.withLock { table in
      let entry = Entry(
        number: table.count, architecture: architecture, workload: workload, plan: plan, needs: needs)
      table.entries[key, default: []].append(entry)
      table.count += 1
      return entry
    }
  }
}

/// The rows that a machine gives, by plan and quantization.
final class RowCache: Sendable {
  /// A row as far as it depends on dimensions, workload and machine alone.
  struct Row: Sendable {
    var bitsPerWeight: Double
    var weightsBytes: Int
    var result: PlacementSearch.Result
  }

  private struct Key: Hashable {
    var plan: Int
    var quantization: String
  }

  private let rows = Mutex<[Key: Row]>([:])

  func row(_ plan: Int, _ quantization: String, make: () -> Row) -> Row {
    let key = Key(plan: plan, quantization: quantization)
    if let found = rows.withLock({ $0[key] }) { return found }
    let row = make()
    rows.withLock { $0[key] = row }
    return row
  }
}
