import Base
import Machines

/// The GPU constants of `catalog/speed-constants.json`, fitted on measured speeds (docs/speed.md).
package struct SpeedConstants: Sendable {
  /// The constants of one back end on one generation of GPUs.
  package struct Entry: Sendable, Equatable {
    package var decode: Decode
    package var prefill: Prefill
    /// Measured rows behind the entry.
    package var rows: Int
  }

  package struct Decode: Sendable, Equatable {
    /// Share of the peak bandwidth that weights are read with.
    package var bandwidthShare: Double
    package var layerSeconds: Double
    package var expertLayerSeconds: Double
    package var recurrentLayerSeconds: Double
    /// A cache byte costs as much as so many weight bytes.
    package var cacheFactor: Double
    /// FP32 operations of the data sheet that one operation on weights costs.
    package var arithmeticCost: Double
    /// The same of attention's products with the cache.
    package var attentionCost: Double
    /// How much dearer operations are on other formats than on plain ones of four bits.
    package var unpackingFactor: Double
    package var band: Bands
  }

  package struct Prefill: Sendable, Equatable {
    /// Operations on weights per FP32 operation of the data sheet; more than one where there are matrix units.
    package var arithmeticShare: Double
    /// How much less cards for workstations and servers reach.
    package var professionalFactor: Double
    /// Attention's rate as a share of that.
    package var attentionShare: Double
    /// How often attention reads what a prompt token sees of the cache: less than one, for tokens read together.
    package var cacheReads: Double
    package var layerSeconds: Double
    package var expertLayerSeconds: Double
    package var recurrentLayerSeconds: Double
    /// How much dearer operations are in models with experts.
    package var expertFactor: Double
    /// How much longer everything takes without flash attention.
    package var withoutFlashAttention: Double
    package var unpackingFactor: Double
    package var band: Bands
  }

  /// Bands of models with and without experts.
  package struct Bands: Sendable, Equatable {
    package var dense: Band
    package var experts: Band
  }

  private let any: [Backend: Entry]
  private let generations: [Backend: [String: Entry]]
  /// What a GPU of unknown arithmetic rate is taken to compute per byte it can read: the median of the GPU table.
  package let fp32OperationsPerByte: Double

  /// The constants embedded in the program; empty if they could not be read, which a test excludes.
  package static let builtIn: SpeedConstants = {
    guard let file = EmbeddedFile.named("speed-constants.json"), let tape = try? JSONTape(file.bytes) else {
      return SpeedConstants()
    }
    return (try? tape.read { node throws(JSONShapeError) in try SpeedConstants(node) }) ?? SpeedConstants()
  }()

  private init() {
    (any, generations, fp32OperationsPerByte) = ([:], [:], 0)
  }

  init(_ node: JSONCursor) throws(JSONShapeError) {
    fp32OperationsPerByte = try node.required("fp32_operations_per_byte").number()
    var (any, generations): ([Backend: Entry], [Backend: [String: Entry]]) = ([:], [:])
    for (name, backend) in try node.required("backends").members() {
      guard let key = Backend(rawValue: name) else { throw backend.mismatch("a back end as key") }
      any[key] = try Entry(backend.required("any"))
      for (generation, entry) in try backend.required("generations").members() {
        generations[key, default: [:]][generation] = try Entry(entry)
      }
    }
    (self.any, self.generations) = (any, generations)
  }

  /// The constants for a generation; those of the back end, with a wider band, for one that nobody measured.
  package func entry(_ backend: Backend, generation: String?) -> Entry? {
    generation.flatMap { generations[backend]?[$0] } ?? any[backend]
  }

  /// Every generation with constants of its own on a back end, sorted.
  package func generations(of backend: Backend) -> [String] { (generations[backend] ?? [:]).keys.sorted() }
}

extension SpeedConstants.Entry {
  fileprivate init(_ node: JSONCursor) throws(JSONShapeError) {
    let (decode, prefill) = (try node.required("decode"), try node.required("prefill"))
    self.decode = SpeedConstants.Decode(
      bandwidthShare: try decode.required("bandwidth_share").number(),
      layerSeconds: try decode.required("layer_us").number() * 1e-6,
      expertLayerSeconds: try decode.required("expert_layer_us").number() * 1e-6,
      recurrentLayerSeconds: try decode.required("recurrent_layer_us").number() * 1e-6,
      cacheFactor: try decode.required("cache_factor").number(),
      arithmeticCost: try decode.required("arithmetic_cost").number(),
      attentionCost: try decode.required("attention_cost").number(),
      unpackingFactor: try decode.required("heavy_format_factor").number(),
      band: try SpeedConstants.Bands(decode.required("band")))
    self.prefill = SpeedConstants.Prefill(
      arithmeticShare: try prefill.required("arithmetic_share").number(),
      professionalFactor: try prefill.required("professional_factor").number(),
      attentionShare: try prefill.required("attention_share").number(),
      cacheReads: try prefill.required("cache_reads").number(),
      layerSeconds: try prefill.required("layer_us").number() * 1e-6,
      expertLayerSeconds: try prefill.required("expert_layer_us").number() * 1e-6,
      recurrentLayerSeconds: try prefill.required("recurrent_layer_us").number() * 1e-6,
      expertFactor: try prefill.required("expert_factor").number(),
      withoutFlashAttention: try prefill.required("no_flash_attention").number(),
      unpackingFactor: try prefill.required("heavy_format_factor").number(),
      band: try SpeedConstants.Bands(prefill.required("band")))
    rows = try node.required("rows").integer()
  }
}

extension SpeedConstants.Bands {
  fileprivate init(_ node: JSONCursor) throws(JSONShapeError) {
    dense = try Band(node.required("dense"))
    experts = try Band(node.required("experts"))
  }
}

extension Band {
  /// Factors on a speed: `low` under one, `high` above.
  fileprivate init(_ node: JSONCursor) throws(JSONShapeError) {
    let (low, high) = (try node.required("low").number(), try node.required("high").number())
    guard low > 0, low <= 1, high >= 1 else { throw node.mismatch("factors around one") }
    self.init(slower: 1 / low, faster: high)
  }
}
