import Base

/// What further sequences add to llama.cpp's step at one, as `catalog/tools/serving_llama.py` fits it.
package struct LlamaConstants: Sendable, Equatable {
  /// How much longer everything takes with the kernels for many columns, without and with experts.
  var (kernelCost, expertKernelCost): (Double, Double)
  /// The rate of a further sequence's products as a share of that of prompts.
  var (batchShare, expertBatchShare): (Double, Double)
  /// Seconds that a further sequence takes in a layer.
  var sequenceLayer: Double
  /// How often a further sequence's recurrent state is moved, by the bytes that a token reads and writes of it.
  var stateMoves: Double
  /// What reading further experts costs.
  var expertReads: Double
  /// On a processor so many further columns halve what one costs beyond one of many, without and with experts.
  var (columns, expertColumns): (Double, Double)
  /// By how much the truth may be slower or faster.
  package var band: Double

  init(_ node: JSONNode) throws(JSONShapeError) {
    func value(_ name: String) throws(JSONShapeError) -> Double {
      let value = try node.required(name).number()
      guard value > 0 else { throw node.complaint("a positive \(name)") }
      return value
    }
    (kernelCost, expertKernelCost) = (try value("kernel_cost"), try value("expert_kernel_cost"))
    (batchShare, expertBatchShare) = (try value("batch_share"), try value("expert_batch_share"))
    sequenceLayer = try value("sequence_layer_us") * 1e-6
    stateMoves = try value("state_moves")
    expertReads = try value("expert_reads")
    (columns, expertColumns) = (try value("columns"), try value("expert_columns"))
    band = try value("band")
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.kernelCost == right.kernelCost && left.batchShare == right.batchShare && left.band == right.band
  }
}
