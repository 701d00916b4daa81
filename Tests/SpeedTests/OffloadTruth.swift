import Base
import Machines
import Memory
import Models
import TestSupport

@testable import Speed

/// One row of `Tests/Truth/offload.csv`, with what the program says of a machine with the same parts and of the same placement.
struct OffloadTruth {
  var name: String
  var prefill: Double?
  var decode: Double?
  var speed: Speed

  /// Those whose parts tell enough: without the memory of the processor decode is not compared.
  static let all: [OffloadTruth] = {
    let models = Dictionary((try? Catalog.builtIn())?.models.map { ($0.id, $0) } ?? []) { first, _ in first }
    // Files are loaded as the plan says: not mapped.
    return ((try? TruthTable.rows("offload.csv")) ?? []).filter { $0["mapped"] != "yes" }.compactMap { row in
      OffloadTruth(row.mapValues(String.init), models)
    }
  }()

  private init?(_ row: [String: String], _ models: [String: Model]) {
    func number(_ name: String) -> Double? { row[name].flatMap(Double.init) }
    guard let card = row["card"], let model = row["model"].flatMap({ models[$0] }),
      let quantization = row["quantization"],
      var machine = try? SimulatedMachine.machine(
        gpus: [card], ramBytes: 256 * ByteSize.gibibyte, cores: number("cores").map { Int($0) },
        memoryBandwidthBytesPerSecond: number("memory_gbs").map { $0 * 1e9 })
    else { return nil }
    if let set = row["instruction_set"], !machine.cpu.isa.contains(set) { machine.cpu.isa.append(set) }
    if let generation = number("link_generation"), let lanes = number("link_lanes") {
      let transfers = [0, 2.5e9, 5e9, 8e9, 16e9, 32e9][Int(generation)]
      machine.accelerators[0].link = PCILink(transfersPerSecond: transfers, lanes: Int(lanes))
    }
    var workload = Workload(
      microBatch: number("micro_batch").map { Int($0) } ?? 512,
      promptTokens: number("prompt_tokens").map { Int($0) } ?? 512)
    workload.context = max(2048, workload.promptTokens + 128)
    let calculator = FitCalculator(machine: machine)
    func fit(_ mebibytes: Int) -> Fit? {
      var asked = workload
      asked.vramBudgetBytes = mebibytes << 20
      return calculator.fits(of: model, quantizations: [quantization], workload: asked, advisesContext: false).first
    }
    func holdsEnough(_ placement: Placement) -> Bool {
      if let experts = number("expert_layers_in_ram") {
        return [.expertOffload, .gpu].contains(placement.mode) && placement.expertLayersInRAM <= Int(experts)
      }
      return Double(placement.gpuLayers) >= number("gpu_layers") ?? 0
    }
    // The smallest budget with which the card holds as much.
    var (low, high) = (256, 96 * 1024)
    while low < high {
      let middle = (low + high) / 2
      if let placement = fit(middle)?.placement, holdsEnough(placement) { high = middle } else { low = middle + 1 }
    }
    guard let fit = fit(high), let speed = SpeedModel(machine: machine, measurements: nil).speed(of: fit, model: model)
    else { return nil }
    self.speed = speed
    name =
      "\(card), \(model.id) \(quantization), \(fit.placement.gpuLayers) layers, experts of \(fit.placement.expertLayersInRAM) in RAM"
    prefill = number("prefill_tokens_per_second")
    decode = number("memory_gbs") == nil ? nil : number("decode_tokens_per_second")
  }
}
