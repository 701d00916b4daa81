import ModelCatalog
import Synchronization

/// Plans and needs of the dimensions seen so far.
///
/// A third of the catalogue's models are trained further from another one and share its dimensions.
final class PlanCache: Sendable {
  struct Entry: Sendable {
    var architecture: Architecture
    var workload: Workload
    var plan: ModelPlan
    var needs: FitCalculator.Needs
    let rows = RowCache()
  }

  /// A row as far as it depends on dimensions, workload and machine alone.
  struct Row: Sendable {
    var bitsPerWeight: Double
    var weightsBytes: Int
    var result: PlacementSearch.Result
  }

  /// The rows computed so far for some dimensions, by quantization.
  final class RowCache: Sendable {
    private let rows = Mutex<[String: Row]>([:])

    func row(_ name: String, make: () -> Row) -> Row {
      if let found = rows.withLock({ $0[name] }) { return found }
      let row = make()
      rows.withLock { $0[name] = row }
      return row
    }
  }

  private let entries = Mutex<[Int: [Entry]]>([:])

  /// The plan and the needs for these dimensions and this workload, made now or found.
  func entry(_ architecture: Architecture, _ workload: Workload) -> Entry {
    let key = architecture.embeddingWidth &* 31 &+ architecture.vocabularySize &* 131 &+ architecture.layerCount
    let found = entries.withLock { table in
      table[key]?.first { $0.workload == workload && $0.architecture == architecture }
    }
    if let found { return found }
    let plan = ModelPlan(architecture)
    let entry = Entry(
      architecture: architecture, workload: workload, plan: plan, needs: FitCalculator.Needs(plan, workload))
    entries.withLock { $0[key, default: []].append(entry) }
    return entry
  }
}
