import Base
import Documents
import Economics
import Machines
import Memory
import Models
import Speed

/// What one machine carries of a workload with a model.
struct ServedModel {
  let named: NamedModel
  let quantizations: [String]
  let load: RequestLoad

  /// The row that the ranking would take, with what it carries; a failure where nothing fits.
  func served(by machine: Machine, _ measurements: Measurements?, place: String) throws -> (
    row: FitRow, capacity: LocalCapacity
  ) {
    let row = try row(on: machine, measurements, place: place)
    guard let speed = row.speed else {
      throw Failure(.failed, "how fast \(named.model.name) would run on \(place) cannot be told")
    }
    return (row, Self.oneAtATime(speed, load))
  }

  private func row(on machine: Machine, _ measurements: Measurements?, place: String) throws -> FitRow {
    let tokens = Int(load.inputTokens + load.outputTokens)
    let context = max(1024, (tokens + 1023) / 1024 * 1024)
    let workload = Workload(context: context, promptTokens: max(1, Int(load.inputTokens)))
    let rows = try Planner(machine: machine, measurements: measurements)
      .rows(named, quantizations: quantizations, workload: workload)
    guard let row = Planner.best(rows) else {
      throw Failure(
        .nothingFits, "\(named.model.name) does not fit on \(place)",
        hint: "'plimsoll plan \(named.model.id)' shows what would run it")
    }
    return row
  }

  /// One request after the other: the prompt is read, then the answer is written.
  static func oneAtATime(_ speed: Speed, _ load: RequestLoad) -> LocalCapacity {
    let (decode, prefill) = (speed.decodeTokensPerSecond, speed.prefillTokensPerSecond)
    func rate(_ decode: Double, _ prefill: Double) -> Double {
      let seconds = load.inputTokens / max(prefill, 1e-9) + load.outputTokens / max(decode, 1e-9)
      return seconds > 0 ? 1 / seconds : 0
    }
    return LocalCapacity(
      requestsPerSecond: Estimate(
        estimate: rate(decode.estimate, prefill.estimate), low: rate(decode.low, prefill.low),
        high: rate(decode.high, prefill.high)),
      basis: .oneAtATime)
  }
}
