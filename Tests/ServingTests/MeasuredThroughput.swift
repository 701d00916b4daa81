import Base
import Machines
import Models
import TestSupport

@testable import Serving

/// One measured row of `Tests/Truth/serving.csv` that the program can be asked about.
struct MeasuredThroughput {
  var engine: ServingEngine
  var model: Model
  var format: WeightFormat
  var gpu: String
  var split: Deployment.Split
  /// Requests at once over all replicas; nil: as many as fit.
  var concurrency: Int?
  var request: ServingRequest
  var outputTokensPerSecond: Double
  var generation: String

  /// The rows of today's builds of the engines that the program knows, prices and early builds left out.
  static func all() throws -> [MeasuredThroughput] {
    try TruthTable.rows("serving.csv").compactMap(MeasuredThroughput.init)
  }

  private init?(_ row: [String: Substring]) {
    func text(_ key: String) -> String { String(row[key] ?? "") }
    func number(_ key: String) -> Double? { Double(text(key)) }
    guard let engine = ServingEngine(rawValue: text("engine")), !engine.isLlama,
      let model = Setting.models[text("model")], text("kv_format") != "fp8", !text("kind").hasPrefix("mlperf"),
      let format = WeightFormat(label: text("weight_format")),
      let fact = GPUTable.builtIn.gpu(id: text("gpu")), let gpus = number("gpu_count"),
      let parallel = number("tensor_parallel"), let replicas = number("replicas"),
      let input = number("input_tokens"), let output = number("output_tokens"),
      let truth = number("output_tokens_per_second")
    else { return nil }
    (self.engine, self.model, self.format, gpu) = (engine, model, format, fact.name)
    split = Deployment.Split(
      gpus: Int(gpus), tensorParallel: Int(parallel), replicas: Int(replicas))
    concurrency = (number("concurrency") ?? number("most_sequences").map { $0 * replicas }).map { max(1, Int($0)) }
    request = ServingRequest(
      inputTokens: max(1, Int(input)), outputTokens: max(1, Int(output)),
      demand: concurrency.map { .users($0, thinkSeconds: 0) } ?? .most)
    outputTokensPerSecond = truth
    generation = fact.architecture ?? ""
  }

  /// The row of `capacity` for it; nil where it says that it does not fit.
  func row() throws -> CapacityRow? {
    let machine = try Setting.machine(["\(split.gpus)x\(gpu)"], ramGibibytes: 2048)
    let rows = CapacityPlanner(machine: machine).rows(
      of: model, request, .init(engines: [engine], checkpoint: format.label))
    return rows.first {
      $0.split.tensorParallel == split.tensorParallel && $0.split.pipelineParallel == 1
        && $0.split.replicas == split.replicas && $0.load != nil
    }
  }
}
