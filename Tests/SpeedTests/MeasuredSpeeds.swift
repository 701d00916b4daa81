import Machines
import Memory
import Models
import TestSupport
import Base

@testable import Speed

/// One measured speed of the table outside the project, with what the program says of the same machine and model.
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

  /// The rows that today's llama.cpp ran on one GPU, of models and recipes that the program knows.
  static let all: [MeasuredSpeed] = (try? read()) ?? []

  private static func read() throws -> [MeasuredSpeed] {
    let text = String(decoding: try SharedFacts.bytes("truth/speeds.csv"), as: UTF8.self)
    var lines = text.split(whereSeparator: \.isNewline).makeIterator()
    let header = lines.next().map(fields) ?? []
    var reader = Reader()
    var rows: [MeasuredSpeed] = []
    while let line = lines.next() {
      let row = Dictionary(zip(header, fields(line)), uniquingKeysWith: { first, _ in first })
      if let row = reader.row(row) { rows.append(row) }
    }
    return rows
  }

  /// The fields of a line of comma-separated values; quotes keep commas.
  private static func fields(_ line: Substring) -> [String] {
    var (result, field, isQuoted) = ([String](), "", false)
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        result.append(field)
        field = ""
      default: field.append(character)
      }
    }
    return result + [field]
  }
}

/// Asks the program what the rows say: one machine per GPU, one model per name.
private struct Reader {
  private var models: [String: Model?] = [:]
  private let resolver = (try? Catalog.builtIn()).map(ModelResolver.init)

  mutating func row(_ row: [String: String]) -> MeasuredSpeed? {
    guard row["usable"] == "1", row["fit_class"]?.hasPrefix("llama.cpp/") == true, row["vendor"] != "cpu",
      let backend = row["backend"].flatMap({ Backend(rawValue: $0.lowercased()) }), backend != .cpu,
      let quantization = row["quant"].flatMap(Quantization.named), let gpu = row["hw_key"],
      let model = model(named: row["model"] ?? "", key: row["model_key"] ?? ""),
      let named = try? GPUTable.builtIn.named(gpu.hasSuffix("c") ? gpu.dropLast() + "-core GPU" : gpu)
    else { return nil }
    let depth = Int(Double(row["ctx_tokens"] ?? "") ?? 0)
    var workload = Workload(flashAttention: row["flash_attn"] != "nofa")
    workload.backend = backend
    let trained = model.architecture?.contextMaximum ?? 0
    if trained > 0 { workload.context = min(workload.context, trained) }
    if depth > workload.context { workload.context = depth }
    // Some files go by the name of a recipe and are not made by it; sizes that were only computed say nothing.
    let size = (row["file_gib"].flatMap(Double.init) ?? 0) * Double(ByteSize.gibibyte)
    let isComputed = row["size_src"]?.hasPrefix("params") ?? true
    let speed = speed(of: model, quantization, on: gpu, workload) { weights in
      isComputed || size == 0 || abs(Double(weights) / size - 1) < 0.05
    }
    guard let speed else { return nil }
    return MeasuredSpeed(
      gpu: named.gpu.name, backend: backend, generation: AcceleratorRates.generation(named.gpu) ?? "unknown",
      model: "\(model.id) \(quantization.name)", hasExperts: model.architecture?.experts != nil, depth: depth,
      isSingleReport: row["tier"] == "C", decode: row["tg_tps"].flatMap(Double.init),
      prefill: (row["prompt_len"] ?? "").isEmpty || row["prompt_len"] == "512"
        ? row["pp_tps"].flatMap(Double.init) : nil,
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
