import Architectures
import Models
import TestSupport

@testable import Memory

/// What llama.cpp allocates besides the weights, for one model and workload: a row of `Tests/Truth/memory.csv`.
struct MeasuredMemory: CustomStringConvertible {
  var model: Model
  var architecture: Architecture
  var workload: Workload
  /// Caches and recurrent state, in whole mebibytes, cut off.
  var cacheMebibytes: Double
  var computeMebibytes: Double

  var description: String {
    "\(architecture.name) \(model.id) \(workload.context) \(workload.keyCacheType) ub \(workload.microBatch) "
      + "fa \(workload.flashAttention)"
  }

  static func all() throws -> [MeasuredMemory] { try TruthTable.rows("memory.csv").compactMap(MeasuredMemory.init) }

  private init?(_ row: [String: Substring]) {
    guard let model = row["model"].flatMap({ TestCatalog.byID[String($0)] }), let architecture = model.architecture,
      let context = row["context_tokens"].flatMap({ Int($0) }), let batch = row["micro_batch"].flatMap({ Int($0) }),
      let type = row["cache_type"].flatMap({ TensorType(rawValue: $0.uppercased()) }),
      let cache = row["cache_mib"].flatMap({ Double($0) }), let compute = row["compute_mib"].flatMap({ Double($0) })
    else { return nil }
    (self.model, self.architecture, cacheMebibytes, computeMebibytes) = (model, architecture, cache, compute)
    workload = Workload(
      context: context, keyCacheType: type, valueCacheType: type, microBatch: batch,
      flashAttention: row["flash_attention"] == "on")
  }
}
