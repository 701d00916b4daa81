import Memory
import Models

/// What one device reads and computes per second while generating.
struct DecodeRates: Sendable {
  /// Weight bytes per second, and those of recurrent states.
  var weightBytesPerSecond: Double
  /// The same of the formats that have a rate of their own.
  var formatBytesPerSecond: [TensorType: Double] = [:]
  var cacheBytesPerSecond: Double
  /// Operations on weights per second, on top of reading; infinite where reading hides them.
  var operationsPerSecond = Double.infinity
  /// How much dearer operations are on formats that take unpacking.
  var unpackingFactor = 1.0
  /// Operations per second of attention's products with the cache.
  var attentionOperationsPerSecond: Double
  /// Seconds that each row which a head sees takes beside its products.
  var queryRowSeconds = 0.0
  /// Seconds that each row of keys and values waits for memory that lies apart from the one before it.
  var keyRowSeconds = 0.0
  var layers: LayerSeconds
  var bands: Bands

  /// Seconds of one token after `depth` others.
  func seconds(_ share: DeviceShare, depth: Int) -> Double {
    let work = share.work
    let unpacking = work.unpackingCost(unpackingFactor)
    var seconds = layers.total(share)
    for part in work.weights {
      seconds += Double(part.bytesPerToken) / (formatBytesPerSecond[part.type] ?? weightBytesPerSecond)
      let cost = part.type.isPlain ? 1 : unpacking
      seconds += 2 * cost * Double(part.multiplyAddsPerToken) / operationsPerSecond
    }
    seconds += 2 * work.attentionMultiplyAdds(depth: depth) / attentionOperationsPerSecond
    seconds += work.queryRows(depth: depth) * queryRowSeconds + work.keyRows(depth: depth) * keyRowSeconds
    seconds += Double(work.recurrentBytesPerToken) / weightBytesPerSecond
    return seconds + work.cacheBytes(depth: depth) / cacheBytesPerSecond
  }
}
