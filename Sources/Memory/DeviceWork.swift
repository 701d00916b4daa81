import Models

/// What one generated token reads and computes on one device.
package struct DeviceWork: Sendable, Equatable {
  /// The weights by format, in the formats' first order of appearance.
  package private(set) var weights: [Weights] = []
  /// Cache bytes that a generated token reads per token before it, in layers that see all of them.
  package var cacheBytesPerContextToken = 0
  /// The same in sliding-window layers, for tokens within the window.
  package var windowCacheBytesPerContextToken = 0
  /// Multiply-adds of attention scores and values for one token, per token before it, in layers that see all of them.
  package var attentionMultiplyAddsPerContextToken = 0
  /// The same in sliding-window layers, for tokens within the window.
  package var windowAttentionMultiplyAddsPerContextToken = 0
  /// Rows of the cache that the heads of a generated token's query see per token before it, in layers that see all of them:
  /// one for each head.
  package var queryRowsPerContextToken = 0
  /// The same in sliding-window layers, for tokens within the window.
  package var windowQueryRowsPerContextToken = 0
  /// Rows of keys, each with one of values, that lie apart since other heads' rows are between: those of a generated token
  /// per token before it, in layers that see all of them.
  package var keyRowsPerContextToken = 0
  /// The same in sliding-window layers, for tokens within the window.
  package var windowKeyRowsPerContextToken = 0
  /// Tokens that sliding-window layers see; 0 without such layers.
  package var windowTokens = 0
  /// Recurrent state read and written per token.
  package var recurrentBytesPerToken = 0
  /// Layers with such a state.
  package var recurrentLayers = 0
  /// Layers with a router and experts.
  package var expertLayers = 0

  /// What one token reads and computes with the weights of one format.
  package struct Weights: Sendable, Equatable {
    package var type: TensorType
    /// Bytes read: of active experts only, the output head counted, embedding rows not.
    package var bytesPerToken: Int
    package var multiplyAddsPerToken: Int
    /// The part of them that is the output head, which a prompt needs for its last token only.
    package var headMultiplyAdds: Int
    /// Bytes that a whole prompt batch touches: all experts.
    package var bytesPerBatch: Int

    package init(
      type: TensorType, bytesPerToken: Int, multiplyAddsPerToken: Int, headMultiplyAdds: Int = 0, bytesPerBatch: Int = 0
    ) {
      self.type = type
      self.bytesPerToken = bytesPerToken
      self.multiplyAddsPerToken = multiplyAddsPerToken
      self.headMultiplyAdds = headMultiplyAdds
      self.bytesPerBatch = bytesPerBatch
    }
  }

  package init(weights: [Weights] = []) { self.weights = weights }

  /// Adds weights to what is there of their format.
  package mutating func add(_ part: Weights) {
    for index in weights.indices where weights[index].type == part.type {
      weights[index].add(part)
      return
    }
    if weights.isEmpty { weights.reserveCapacity(4) }
    weights.append(part)
  }

  /// Weight bytes read per token, over all formats.
  package var bytesPerToken: Int { weights.reduce(0) { Saturating.add($0, $1.bytesPerToken) } }

  /// Multiply-adds with weights per token, over all formats.
  package var multiplyAddsPerToken: Int { weights.reduce(0) { Saturating.add($0, $1.multiplyAddsPerToken) } }

  /// Multiply-adds of the output head, over all formats.
  package var headMultiplyAdds: Int { weights.reduce(0) { Saturating.add($0, $1.headMultiplyAdds) } }

  /// Weight bytes that a whole prompt batch touches, over all formats.
  package var bytesPerBatch: Int { weights.reduce(0) { Saturating.add($0, $1.bytesPerBatch) } }

  /// Cache bytes that a token reads after `depth` others.
  package func cacheBytes(depth: Int) -> Double {
    Double(cacheBytesPerContextToken) * Double(depth)
      + Double(windowCacheBytesPerContextToken) * Double(min(depth, windowTokens))
  }

  /// Rows that the heads of a token see after `depth` others.
  package func queryRows(depth: Int) -> Double {
    Double(queryRowsPerContextToken) * Double(depth)
      + Double(windowQueryRowsPerContextToken) * Double(min(depth, windowTokens))
  }

  /// Rows of keys and values that lie apart and that a token reads after `depth` others.
  package func keyRows(depth: Int) -> Double {
    Double(keyRowsPerContextToken) * Double(depth) + Double(windowKeyRowsPerContextToken)
      * Double(min(depth, windowTokens))
  }

  /// Multiply-adds of attention of one token after `depth` others.
  package func attentionMultiplyAdds(depth: Int) -> Double {
    Double(attentionMultiplyAddsPerContextToken) * Double(depth)
      + Double(windowAttentionMultiplyAddsPerContextToken) * Double(min(depth, windowTokens))
  }

  /// Multiply-adds of attention over a whole prompt, in which each token sees those before it.
  package func attentionMultiplyAdds(promptTokens: Int) -> Double {
    let seen = tokensSeen(promptTokens: promptTokens)
    return Double(attentionMultiplyAddsPerContextToken) * seen.all
      + Double(windowAttentionMultiplyAddsPerContextToken) * seen.inWindow
  }

  /// Cache bytes that a prompt's tokens see, each those before it, summed over the tokens.
  package func cacheBytes(promptTokens: Int) -> Double {
    let seen = tokensSeen(promptTokens: promptTokens)
    return Double(cacheBytesPerContextToken) * seen.all + Double(windowCacheBytesPerContextToken) * seen.inWindow
  }

  private func tokensSeen(promptTokens: Int) -> (all: Double, inWindow: Double) {
    let (prompt, window) = (Double(promptTokens), Double(min(promptTokens, windowTokens)))
    // The first tokens fill the window, the others see a full one.
    return (prompt * prompt / 2, window * window / 2 + (prompt - window) * window)
  }
}

extension DeviceWork.Weights {
  fileprivate mutating func add(_ part: Self) {
    bytesPerToken = Saturating.add(bytesPerToken, part.bytesPerToken)
    multiplyAddsPerToken = Saturating.add(multiplyAddsPerToken, part.multiplyAddsPerToken)
    headMultiplyAdds = Saturating.add(headMultiplyAdds, part.headMultiplyAdds)
    bytesPerBatch = Saturating.add(bytesPerBatch, part.bytesPerBatch)
  }
}

extension DeviceWork {
  /// Adds what other layers of the same model take.
  mutating func join(_ other: DeviceWork) {
    for part in other.weights { add(part) }
    for amount in Self.amounts { self[keyPath: amount] = Saturating.add(self[keyPath: amount], other[keyPath: amount]) }
    windowTokens = max(windowTokens, other.windowTokens)
  }

  /// What layers add to, besides the weights.
  private static var amounts: [WritableKeyPath<DeviceWork, Int>] {
    [
      \.cacheBytesPerContextToken, \.windowCacheBytesPerContextToken, \.attentionMultiplyAddsPerContextToken,
      \.windowAttentionMultiplyAddsPerContextToken, \.queryRowsPerContextToken, \.windowQueryRowsPerContextToken,
      \.keyRowsPerContextToken, \.windowKeyRowsPerContextToken, \.recurrentBytesPerToken, \.recurrentLayers,
      \.expertLayers,
    ]
  }

  /// An equal part of the work.
  func divided(by count: Int) -> DeviceWork {
    guard count > 1 else { return self }
    var result = self
    for index in weights.indices {
      result.weights[index].bytesPerToken /= count
      result.weights[index].multiplyAddsPerToken /= count
      result.weights[index].headMultiplyAdds /= count
      result.weights[index].bytesPerBatch /= count
    }
    result.cacheBytesPerContextToken /= count
    result.windowCacheBytesPerContextToken /= count
    result.attentionMultiplyAddsPerContextToken /= count
    result.windowAttentionMultiplyAddsPerContextToken /= count
    result.queryRowsPerContextToken /= count
    result.windowQueryRowsPerContextToken /= count
    result.keyRowsPerContextToken /= count
    result.windowKeyRowsPerContextToken /= count
    result.recurrentBytesPerToken /= count
    return result
  }
}
