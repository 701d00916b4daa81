import Architectures
import Models
import Synchronization

/// Plans and needs of the dimensions seen so far, and the files of models: what no machine has a part in.
///
/// A third of the catalogue's models are trained further from another one and share its dimensions. Plans can be made
/// before the machine is known, while its drivers are still answering.
package final class PlanCache: Sendable {
  final class Entry: Sendable {
    /// Which entry of this cache it is.
    let number: Int
    let architecture: Architecture
    let workload: Workload
    let plan: ModelPlan
    let needs: FitCalculator.Needs
    /// By the quantization's ordinal.
    private let weights = Mutex<[Int: WeightsPlan]>([:])

    /// The weights at a quantization, made now or found; one that is not in the table is always made.
    func weights(_ quantization: Quantization) -> WeightsPlan {
      let found = quantization.ordinal.flatMap { ordinal in weights.withLock { $0[ordinal] } }
      if let found { return found }
      let made = WeightsPlan(plan.inventory, quantization: quantization)
      if let ordinal = quantization.ordinal { weights.withLock { $0[ordinal] = made } }
      return made
    }

    fileprivate init(
      number: Int, _ architecture: Architecture, _ workload: Workload, _ plan: ModelPlan, _ needs: FitCalculator.Needs
    ) {
      self.number = number
      self.architecture = architecture
      self.workload = workload
      self.plan = plan
      self.needs = needs
    }
  }

  private struct Table {
    var entries: [Int: [Entry]] = [:]
    var count = 0
  }

  private let table = Mutex(Table())
  private let files = Mutex<[String: (model: Model, files: PublishedFiles)]>([:])

  package init() {}

  /// Makes the plans of models ahead of their use.
  package func prepare(_ models: [Model], _ workload: Workload) {
    let workload = workload.bounded
    _ = models.concurrentMap { model in
      _ = self.entry(model, workload)
    }
  }

  /// What is published of a model, looked up now or found.
  package func files(of model: Model) -> PublishedFiles {
    if let found = files.withLock({ $0[model.id] }), found.model == model { return found.files }
    let made = PublishedFiles(model)
    files.withLock { $0[model.id] = (model, made) }
    return made
  }

  /// The plan and the needs for a model's dimensions and a workload, made now or found; nil where they are unknown.
  func entry(_ model: Model, _ workload: Workload) -> Entry? {
    guard let architecture = model.architecture else { return nil }
    let key = architecture.embeddingWidth &* 31 &+ architecture.vocabularySize &* 131 &+ architecture.layerCount
    let alike = table.withLock { table in
      (table.entries[key] ?? []).filter { $0.architecture == architecture }
    }
    if let found = alike.first(where: { $0.workload == workload }) { return found }
    // Another workload changes what is needed, not what the model is made of, and other budgets change neither.
    let plan = alike.first?.plan ?? ModelPlan(architecture)
    let needs =
      alike.first { $0.workload.needsAsMuch(as: workload) }?.needs
      ?? FitCalculator.Needs(plan, workload, computeBytes: ComputeBuffers.bytes(model, workload))
    return table.withLock { table in
      // Another thread may have been faster.
      let made = table.entries[key]?.first { $0.workload == workload && $0.architecture == architecture }
      if let made { return made }
      let entry = Entry(number: table.count, architecture, workload, plan, needs)
      table.entries[key, default: []].append(entry)
      table.count += 1
      return entry
    }
  }
}

/// The rows that a machine gives, by plan and weights.
final class RowCache: Sendable {
  struct Key: Hashable, Sendable {
    /// The entry's number.
    var plan: Int
    /// The ordinal of the quantization whose types the tensors have.
    var recipe: Int
    /// Of all tensors.
    var bytes: Int
  }

  /// A row as far as it depends on dimensions, workload and machine alone.
  final class Row: Sendable {
    let bitsPerWeight: Double
    let weightsBytes: Int
    let contextCheckpointBytes: Int
    let result: PlacementSearch.Result

    init(
      bitsPerWeight: Double, weightsBytes: Int, contextCheckpointBytes: Int = 0, result: PlacementSearch.Result
    ) {
      (self.bitsPerWeight, self.weightsBytes, self.result) = (bitsPerWeight, weightsBytes, result)
      self.contextCheckpointBytes = contextCheckpointBytes
    }
  }

  private let rows = Mutex<[Key: Row]>([:])

  /// The row of a key, made now or found.
  func row(_ key: Key, make: () -> Row) -> Row {
    if let found = rows.withLock({ $0[key] }) { return found }
    let row = make()
    rows.withLock { $0[key] = row }
    return row
  }
}
