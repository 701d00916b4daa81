import Base
import Machines
import Models
import TestSupport

@testable import Serving

/// One row of what `catalog/tools/fit_serving.py` computed: a step and a prompt.
struct ScriptStep {
  var name: String
  var times: TensorTimes
  var sequences: Double
  var depth: Double
  var inputTokens: Int
  var stepSeconds: Double
  var promptSeconds: Double

  static func all() throws -> [ScriptStep] {
    let bytes = try Files.bytes(ProjectFolder.path + "/Tests/ServingTests/Fixtures/steps-of-the-script.json")
    return try JSONNode(parsing: bytes).elements().compactMap { try ScriptStep($0) }
  }

  private init?(_ node: JSONNode) throws(JSONShapeError) {
    let (engineName, generation) = (
      try node.required("engine").string(), try node.required("generation").string()
    )
    guard let engine = ServingEngine(rawValue: engineName),
      let constants = ServingConstants.builtIn?.constants(engine, generation: generation)
    else { return nil }
    name = "\(engineName) on \(generation)"
    func number(_ key: String) throws(JSONShapeError) -> Double { try node.required(key).number() }
    let shape = ModelShape(
      denseWeights: try number("dense_weights"), expertWeights: try number("expert_weights"),
      expertShare: try number("expert_share"), headWeights: try number("head_weights"), vocabularyTables: 2,
      cacheBytes: try number("cache_bytes"), windowCacheBytes: try number("window_cache_bytes"),
      window: try number("window"), recurrentBytes: try number("recurrent_bytes"), attention: try number("attention"),
      windowAttention: try number("window_attention"), layers: try node.required("layers").integer(),
      expertLayers: try node.required("expert_layers").integer(), width: try node.required("width").integer(),
      cacheHeads: 1, heads: 1)
    let inputs = StepInputs(
      shape: shape, weightBits: try number("weight_bits"), formatRate: try number("format_rate"),
      bandwidthBytesPerSecond: try number("bandwidth"), matrixOperationsPerSecond: try number("matrix"),
      linkBytesPerSecond: try number("link"), tensorParallel: try node.required("tensor_parallel").integer(),
      cacheParts: try node.required("cache_parts").integer())
    times = TensorTimes(inputs: inputs, constants: constants)
    (sequences, depth, inputTokens) = (try number("sequences"), try number("depth"), Int(try number("input")))
    (stepSeconds, promptSeconds) = (try number("step_seconds"), try number("prompt_seconds"))
  }
}
