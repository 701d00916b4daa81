import Base
import Documents
import Economics
import Machines
import Memory
import Models
import Serving
import Speed

/// What one machine carries of a workload with a model.
struct ServedModel {
  let named: NamedModel
  let quantizations: [String]
  let load: RequestLoad
  /// Nil: whichever of `usualEngines` carries most.
  var engine: ServingEngine?
  /// What nineteen of twenty requests must get.
  var level: ServiceLevel
  /// Whether nobody asked for that level.
  var isUsualLevel = false

  /// A model on a machine.
  struct Served {
    /// The model with its checkpoint and engine.
    var label: String
    var capacity: LocalCapacity
  }

  /// What the engine carries that carries most within the level; a failure where nothing fits or keeps it.
  func served(by machine: Machine, _ measurements: Measurements?, place: String) throws -> Served {
    // An embedding writes nothing, which no model of engines knows: one after the other.
    guard load.outputTokens > 0, !named.model.capabilities.contains(.embedding) else {
      return try oneAtATime(on: machine, measurements, place: place)
    }
    let request = ServingRequest(
      inputTokens: max(1, Int(load.inputTokens.rounded())), outputTokens: max(1, Int(load.outputTokens.rounded())),
      demand: .rate(Self.littleLoad), level: level)
    var workload = Workload(context: request.inputTokens + request.outputTokens).forFirstCommand
    try Planner.check(named.model, workload)
    workload.promptTokens = request.inputTokens
    let choice = CapacityPlanner.Choice(
      engines: engine.map { [$0] } ?? Self.usualEngines, checkpoint: quantizations.first,
      file: named.file.map { NamedTensors(tensors: $0.tensors.map(StoredTensor.init), quantization: $0.quantization) },
      workload: workload)
    let planner = CapacityPlanner(machine: machine, measurements: measurements)
    var (kept, remark) = (planner.best(for: named.model, request, choice), promise)
    if kept == nil, isUsualLevel {
      // A target that nobody asked for must not stand in the way.
      var request = request
      request.level = ServiceLevel()
      kept = planner.best(for: named.model, request, choice)
      remark = "without keeping that \(promise)"
    }
    guard let row = kept, let load = row.load, let largest = load.largest else {
      throw refusal(planner.rows(of: named.model, request, choice), place: place)
    }
    // The band is that of the steps, of which everything is made.
    let step = load.decodeTokensPerSecond
    let rate = largest.requestsPerSecond
    let limit = row.load.map { ", bound by \($0.limit.rawValue)" } ?? ""
    return Served(
      label: "\(named.model.name) \(row.checkpoint.label) on \(row.engine.name)",
      capacity: LocalCapacity(
        requestsPerSecond: Estimate(
          estimate: rate, low: rate * step.low / step.estimate, high: rate * step.high / step.estimate),
        basis: .serving, remark: "\(remark)\(limit)"))
  }

  /// What is set up without much ado, on data-centre cards and on everything else.
  private static let usualEngines: [ServingEngine] = [.vllm, .llamaCpp]

  /// So few requests per second that the machine is hardly ever busy: what is looked for is the largest rate.
  private static let littleLoad = 1e-4

  /// What nineteen of twenty requests get, in words.
  private var promise: String {
    let parts = [
      level.timeToFirstTokenSeconds.map { "19 of 20 answers begin within \(Self.short($0)) s" },
      level.tokensPerSecond.map { "and come at \(Self.short($0)) tok/s or more" },
    ].compactMap(\.self)
    return parts.isEmpty ? "without a target" : parts.joined(separator: " ")
  }

  private static func short(_ number: Double) -> String { JSONWriter.line(.number(number)) }

  private func refusal(_ rows: [CapacityRow], place: String) -> Failure {
    if rows.contains(where: { $0.verdict == .misses || $0.verdict == .meets }) {
      return Failure(
        .nothingFits, "\(named.model.name) on \(place) never keeps the target: \(promise)",
        hint: "'plimsoll capacity \(named.model.id)' shows what it keeps")
    }
    return Failure(
      .nothingFits, "\(named.model.name) does not fit on \(place)",
      hint: "'plimsoll plan \(named.model.id)' shows what would run it")
  }

  /// The row that the ranking would take, one request after the other: the prompt is read, then the answer is written.
  private func oneAtATime(on machine: Machine, _ measurements: Measurements?, place: String) throws -> Served {
    let tokens = Int(load.inputTokens + load.outputTokens)
    let workload = Workload(
      context: max(1024, (tokens + 1023) / 1024 * 1024), promptTokens: max(1, Int(load.inputTokens))
    ).forFirstCommand
    let rows = try Planner(machine: machine, measurements: measurements)
      .rows(named, quantizations: quantizations, workload: workload)
    guard let row = Planner.best(rows) else { throw refusal([], place: place) }
    guard let speed = row.speed else {
      throw Failure(.failed, "how fast \(named.model.name) would run on \(place) cannot be told")
    }
    let (decode, prefill) = (speed.decodeTokensPerSecond, speed.prefillTokensPerSecond)
    func rate(_ decode: Double, _ prefill: Double) -> Double {
      let seconds = load.inputTokens / max(prefill, 1e-9) + load.outputTokens / max(decode, 1e-9)
      return seconds > 0 ? 1 / seconds : 0
    }
    return Served(
      label: "\(named.model.name) \(row.fit.quantization)",
      capacity: LocalCapacity(
        requestsPerSecond: Estimate(
          estimate: rate(decode.estimate, prefill.estimate), low: rate(decode.low, prefill.low),
          high: rate(decode.high, prefill.high)), basis: .oneAtATime))
  }
}
