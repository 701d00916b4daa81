import Base
import Machines

/// The constants of `catalog/speed-constants.json` (docs/speed.md says what each means and where it comes from).
///
/// Those of GPUs are products of up to three levels: what holds for all back ends, for the back end, and for a generation
/// of GPUs on it. The processor is the back end `cpu`; what it computes by are quantities of its own.
struct SpeedConstants: Sendable {
  private let gpus: GPUConstantTable?
  /// Nil only where the file could not be read.
  let processor: ProcessorConstants?
  /// What a GPU of unknown arithmetic rate is taken to compute per byte it can read: the median of the GPU table.
  let fp32OperationsPerByte: Double
  /// Nil only where the file could not be read.
  let widening: Widening?
  /// Nil only where the file could not be read.
  let offload: OffloadConstants?
  /// llama.cpp's names of the architectures that models were measured of, on whatever device.
  let architectures: Set<String>
  /// Seconds that cards which share every layer wait for each other in each of them.
  let exchangeLayerSeconds: Double
  /// llama.cpp's names of the architectures whose layers it cannot share among cards.
  let unsharedArchitectures: Set<String>

  /// The constants embedded in the program; empty if they could not be read, which a test excludes.
  static let builtIn: SpeedConstants = {
    guard let file = EmbeddedFile.named("speed-constants.json"),
      let root = try? JSONNode(lasting: file.bytes, levels: 1)
    else {
      return SpeedConstants()
    }
    return (try? SpeedConstants(root)) ?? SpeedConstants()
  }()

  private init() {
    (gpus, processor, fp32OperationsPerByte, widening, architectures) = (nil, nil, 0, nil, [])
    (exchangeLayerSeconds, unsharedArchitectures, offload) = (0, [], nil)
  }

  init(_ node: JSONNode) throws(JSONShapeError) {
    fp32OperationsPerByte = try node.required("fp32_operations_per_byte").number()
    widening = try Widening(node.required("unmeasured"))
    offload = try OffloadConstants(node.required("offload"))
    let shared = try node.required("shared_layers")
    exchangeLayerSeconds = try shared.required("exchange_layer_us").number() * 1e-6
    var unshared: Set<String> = []
    for name in try shared.required("architectures_without").elements() { unshared.insert(try name.string()) }
    unsharedArchitectures = unshared
    let all = try node.required("all")
    var architectures: Set<String> = []
    for name in try all.required("architectures").elements() { architectures.insert(try name.string()) }
    self.architectures = architectures
    let backends = try node.required("backends").members()
    processor = try backends.first { $0.key == Backend.cpu.rawValue }.map { backend throws(JSONShapeError) in
      try ProcessorConstants(backend.node)
    }
    gpus = try GPUConstantTable(all: all, backends.filter { $0.key != Backend.cpu.rawValue })
  }

  /// The constants for a generation; those of the back end, with a wider band, for one that nobody measured.
  func gpu(_ backend: Backend, generation: String?) -> GPUConstants? {
    generation.flatMap { gpus?.constants(backend, $0) } ?? gpus?.constants(backend, nil)
  }

  /// Whether there are measured rows of a generation on a back end.
  func isMeasured(_ backend: Backend, generation: String?) -> Bool {
    generation.map { gpus?.constants(backend, $0) != nil } ?? false
  }

  /// Every generation with constants of its own on a back end, sorted.
  func generations(of backend: Backend) -> [String] { gpus?.generations(of: backend) ?? [] }
}
