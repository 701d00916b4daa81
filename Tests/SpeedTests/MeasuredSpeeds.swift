import Machines
import Memory
import Models
import TestSupport
import Base

@testable import Speed

/// One measured speed of `Tests/Truth/speeds.csv`, with what the program says of the same machine and model.
struct MeasuredSpeed {
  var gpu: String
  var backend: Backend
  var generation: String
  var model: String
  var hasExperts: Bool
  /// Tokens in the cache while decode was measured.
  var depth: Int
  /// One user's report, not a benchmark run.
  var isSingleReport: Bool
  var decode: Double?
  var prefill: Double?
  var speed: Speed

  /// The rows of models and recipes that the program knows.
  static let all: [MeasuredSpeed] = {
    var reader = Reader()
    return ((try? TruthTable.rows("speeds.csv")) ?? []).compactMap { reader.row($0) }
  }()
}

/// Asks the program what the rows say: one machine per GPU, one model per name.
private struct Reader {
  private var models: [String: Model?] = [:]
  private let resolver = (try? Catalog.builtIn()).map(ModelResolver.init)

  mutating func row(_ fields: [String: Substring]) -> MeasuredSpeed? {
    let row = fields.mapValues(String.init)
    guard let backend = row["backend"].flatMap({ Backend(rawValue: $0) }), backend != .cpu,
      let quantization = row["quantization"].flatMap(Quantization.named), let gpu = row["hardware"],
      let model = model(named: row["model"] ?? "", key: row["family"] ?? ""),
      let named = try? GPUTable.builtIn.named(gpu.hasSuffix("c") ? gpu.dropLast() + "-core GPU" : gpu)
    else { return nil }
    let depth = Int(Double(row["cache_tokens"] ?? "") ?? 0)
    var workload = Workload(flashAttention: row["flash_attention"] != "off")
    workload.backend = backend
    let trained = model.architecture?.contextMaximum ?? 0
    if trained > 0 { workload.context = min(workload.context, trained) }
    if depth > workload.context { workload.context = depth }
    // Some files go by the name of a recipe and are not made by it; sizes that were only computed say nothing.
    let size = (row["file_gib"].flatMap(Double.init) ?? 0) * Double(ByteSize.gibibyte)
    let isComputed = row["file_size_basis"] == "computed"
    let speed = speed(of: model, quantization, on: gpu, workload) { weights in
      isComputed || size == 0 || abs(Double(weights) / size - 1) < 0.05
    }
    guard let speed else { return nil }
    return MeasuredSpeed(
      gpu: named.gpu.name, backend: backend, generation: AcceleratorRates.generation(named.gpu) ?? "unknown",
      model: "\(model.id) \(quantization.name)", hasExperts: model.architecture?.experts != nil, depth: depth,
      isSingleReport: row["kind"] == "report", decode: row["decode_tokens_per_second"].flatMap(Double.init),
      prefill: (row["prompt_tokens"] ?? "").isEmpty || row["prompt_tokens"] == "512"
        ? row["prefill_tokens_per_second"].flatMap(Double.init) : nil,
      speed: speed)
  }

  /// With 64 GiB as a check would ask; a GPU in main memory gets what such a model was measured with.
  private func speed(
    of model: Model, _ quantization: Quantization, on gpu: String, _ workload: Workload, isThisFile: (Int) -> Bool
  ) -> Speed? {
    let name = gpu.hasSuffix("c") ? gpu.dropLast() + "-core GPU" : gpu
    for (memory, context) in [(64, workload.context), (128, workload.context), (192, min(512, workload.context))] {
      guard let machine = try? SimulatedMachine.machine(gpus: [name], ramBytes: memory * ByteSize.gibibyte) else {
        return nil
      }
      var asked = workload
      if workload.context <= 8192 { asked.context = context }
      let fits = FitCalculator(machine: machine).fits(
        of: model, quantizations: [quantization.name], workload: asked, advisesContext: false)
      guard let fit = fits.first, fit.placement.mode == .gpu, isThisFile(fit.memory.weightsBytes) else { continue }
      return SpeedModel(machine: machine, measurements: nil).speed(of: fit, model: model)
    }
    return nil
  }

  private mutating func model(named name: String, key: String) -> Model? {
    for candidate in [name, key] where !candidate.isEmpty {
      if models[candidate] == nil, case .found(let model, _, _)? = resolver?.resolve(candidate) {
        models[candidate] = model
      }
      if let model = models[candidate] { return model }
    }
    return nil
  }
}
