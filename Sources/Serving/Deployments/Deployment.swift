import Memory

/// An engine with a checkpoint on a machine's cards, ready to be given a load.
package struct Deployment: Sendable {
  package var engine: ServingEngine
  package var checkpoint: Checkpoint
  package var split: Split
  package var memory: ServingMemory
  /// Requests at once over all replicas, each with its whole prompt and answer; 0: too large.
  package var maxConcurrency: Int
  /// Whether memory alone, and not a limit of the engine, says how many.
  var isBoundByMemory: Bool
  /// Nil where it does not fit.
  package var times: (any BatchTimes)?
  /// The factor by which the truth may be off, at so many sequences at once on a replica.
  package var band: @Sendable (Double) -> (slower: Double, faster: Double)
  /// llama.cpp's placement of one replica; nil for other engines.
  package var fit: Fit?
  /// Power of the cards by their data sheets, in watts; nil where one is not known.
  package var watts: Double?
  /// False where the machine's own benchmark is not behind it.
  package var isMeasured = false

  /// How cards and nodes share the work.
  package struct Split: Sendable, Equatable {
    /// Cards that are used, over all nodes; 0: the processor.
    package var gpus: Int
    package var tensorParallel = 1
    package var pipelineParallel = 1
    /// Cards of a stage among which whole experts are spread; 1: each expert is split as other matrices are.
    package var expertParallel = 1
    package var replicas = 1
    package var nodes = 1
    /// Of all stages' hops those from node to node.
    package var networkHops = 0
    /// How the nodes share one copy of the model; nil where each has its own.
    package var across: Across?

    /// What one copy of a model does from node to node.
    package enum Across: String, Sendable, CaseIterable {
      /// Each node has a part of the layers.
      case pipeline
      /// All cards of all nodes share each layer.
      case tensor
      /// Each node has a part of the experts, and answers requests of its own with a copy of everything else.
      case experts
    }

    package init(
      gpus: Int, tensorParallel: Int = 1, pipelineParallel: Int = 1, replicas: Int = 1, nodes: Int = 1,
      networkHops: Int = 0
    ) {
      (self.gpus, self.tensorParallel, self.pipelineParallel) = (gpus, tensorParallel, pipelineParallel)
      (self.replicas, self.nodes, self.networkHops) = (replicas, nodes, networkHops)
    }
  }

  /// Sequences at once on one replica.
  package var places: Int { maxConcurrency / max(1, split.replicas) }
}

/// Memory of a deployment by what takes it, over all replicas.
package struct ServingMemory: Sendable, Equatable {
  package var weightsBytes: Int
  /// Cache of one token of one sequence; sliding windows and recurrent state make it less further on.
  package var cacheBytesPerToken: Int
  /// Bits of each number of it, in engines for safetensors.
  package var cacheBits = 16
  /// What is left for the cache.
  package var cacheBudgetBytes: Int
  package var overheadBytes: Int
  /// What the engine may take altogether.
  package var budgetBytes: Int
}
