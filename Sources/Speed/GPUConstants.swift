import Base

/// The fitted constants of one back end on one generation of GPUs.
struct GPUConstants: Sendable, Equatable {
  var decode: Decode
  var prefill: Prefill
  /// Measured rows behind them.
  var rows: Int

  struct Decode: Sendable, Equatable {
    /// Share of the peak bandwidth that weights are read with.
    var bandwidthShare: Double
    /// A cache byte costs as much as so many weight bytes.
    var cacheFactor: Double
    /// FP32 operations of the data sheet that one operation on weights costs.
    var arithmeticCost: Double
    /// The same of attention's products with the cache.
    var attentionCost: Double
    /// How much dearer operations are on other formats than on plain ones of four bits.
    var unpackingFactor: Double
    var layers: LayerSeconds
    var bands: Bands
  }

  struct Prefill: Sendable, Equatable {
    /// Operations on weights per FP32 operation of the data sheet; more than one where there are matrix units.
    var arithmeticShare: Double
    /// What cards for workstations and servers reach of that, which are clocked and powered lower.
    var professionalFactor: Double
    /// Attention's rate as a share of that of weights.
    var attentionShare: Double
    /// How often attention reads what a prompt token sees of the cache: less than one, for tokens read together.
    var cacheReads: Double
    /// How much dearer operations are in models with experts.
    var expertFactor: Double
    /// How much longer everything takes without flash attention.
    var withoutFlashAttention: Double
    /// How much dearer operations are on other formats than on plain ones of four bits.
    var unpackingFactor: Double
    /// Per micro-batch.
    var layers: LayerSeconds
    var bands: Bands
  }
}

extension GPUConstants {
  /// The constants whose levels, the most general first, are these parts of the file.
  init(levels: [JSONNode]) throws(JSONShapeError) {
    decode = try Decode(ConstantLevels(levels, "decode"))
    prefill = try Prefill(ConstantLevels(levels, "prefill"))
    rows = try levels.last?.required("rows").integer() ?? 0
  }
}

extension GPUConstants.Decode {
  fileprivate init(_ levels: ConstantLevels) throws(JSONShapeError) {
    bandwidthShare = try levels.product("bandwidth_share")
    cacheFactor = try levels.product("cache_factor")
    arithmeticCost = try levels.product("arithmetic_cost")
    attentionCost = try levels.product("attention_cost")
    unpackingFactor = try levels.product("heavy_format_factor")
    layers = try levels.layers()
    bands = try Bands(levels.deepest("band"))
  }
}

extension GPUConstants.Prefill {
  fileprivate init(_ levels: ConstantLevels) throws(JSONShapeError) {
    arithmeticShare = try levels.product("arithmetic_share")
    professionalFactor = try levels.product("professional_factor")
    attentionShare = try levels.product("attention_share")
    cacheReads = try levels.product("cache_reads")
    expertFactor = try levels.product("expert_factor")
    withoutFlashAttention = try levels.product("no_flash_attention")
    unpackingFactor = try levels.product("heavy_format_factor")
    layers = try levels.layers()
    bands = try Bands(levels.deepest("band"))
  }
}

extension ConstantLevels {
  fileprivate func layers() throws(JSONShapeError) -> LayerSeconds {
    LayerSeconds(
      each: try product("layer_us") * 1e-6, experts: try product("expert_layer_us") * 1e-6,
      recurrent: try product("recurrent_layer_us") * 1e-6)
  }
}
