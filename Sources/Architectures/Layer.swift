/// One layer of a model: what it mixes tokens with, what follows, and what it keeps between tokens.
package struct Layer: Sendable, Equatable {
  package var arrangement = Arrangement.sequential
  package var norms = Norms()
  package var residual = Residual()
  package var attention: Attention?
  package var latent: LatentAttention?
  package var recurrence: Recurrence?
  package var indexer: Indexer?
  package var dense: DenseNetwork?
  package var experts: ExpertNetwork?
  /// Width of the layer's own embedding of each token, which gates a detour of the stream; 0: none.
  package var perLayerInputWidth = 0
  /// The layer ends by multiplying the stream with a number.
  package var scalesOutput = false
  /// Tensors that only this family has.
  package var ownTensors: [TensorShape] = []
  package var caches: [LayerCache] = []
  /// F32 numbers per sequence of states that compress the cache.
  package var compressorNumbers = 0

  /// In which order a layer computes its parts.
  package enum Arrangement: Sendable {
    /// Norm, mixer, residual, norm, feed-forward, residual.
    case sequential
    /// Mixer and feed-forward from the same norm; which is added first differs.
    case parallel, parallelAttentionFirst
    /// Norms after the residual sums only, with biases.
    case encoder
    /// Each layer is one thing: state, attention or feed-forward.
    case single
    /// Attention and state beside each other, each from a norm of its own.
    case twin
  }

  package struct Norms: Sendable, Equatable {
    package var placement = Placement.before
    /// F32 numbers beside the norms' own, such as scales; negative where a norm is left out.
    package var extraNumbers = 0

    package enum Placement: Sendable { case before, after, beforeAndAfter }
  }

  /// How the stream is added to what a part has computed.
  package struct Residual: Sendable, Equatable {
    /// Each part's result is scaled before it is added.
    package var isScaled = false
    /// The stream is the first operand of the sum, after the mixer and after the feed-forward part.
    package var isFirst = false
    package var isFirstAfterFeedForward = false
  }

  /// Norms over the stream in this layer.
  package var normCount: Int {
    switch arrangement {
    case .parallel, .parallelAttentionFirst, .single: 1
    case .sequential, .encoder, .twin: norms.placement == .beforeAndAfter ? 4 : 2
    }
  }
}
