import Memory
import Models

/// What one device reads and computes per second while generating.
struct DecodeRates: Sendable {
  /// Weight bytes per second, and those of recurrent states.
  var weightBytesPerSecond: Double
  /// The same of the formats that have a rate of their own.
  var formatBytesPerSecond = RateByFormat()
  /// Weight bytes per second where they lie in a processor's caches already, for another column of activations.
  var columnBytesPerSecond = 0.0
  /// The same of the formats that have a rate of their own.
  var formatColumnBytesPerSecond = RateByFormat()
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
  /// The threads of a processor that reach these rates; nil on a GPU.
  var threads: Int?
  /// The rates of a processor with fewer of its threads, which wait less for each other.
  var withFewerThreads: [DecodeRates] = []

  /// Seconds of one token after `depth` others, with as many threads as are fastest.
  func seconds(_ share: DeviceShare, depth: Int) -> Double { fastest(share, depth: depth).seconds }

  /// The threads with which a token takes the fewest seconds; nil on a GPU.
  func fastestThreads(_ share: DeviceShare, depth: Int) -> Int? { fastest(share, depth: depth).threads }

  private func fastest(_ share: DeviceShare, depth: Int) -> (seconds: Double, threads: Int?) {
    withFewerThreads.reduce((secondsOfAll(share, depth: depth), threads)) { best, fewer in
      let seconds = fewer.secondsOfAll(share, depth: depth)
      return seconds < best.0 ? (seconds, fewer.threads) : best
    }
  }

  private func secondsOfAll(_ share: DeviceShare, depth: Int) -> Double {
    let work = share.work
    let unpacking = work.unpackingCost(unpackingFactor)
    var seconds = layers.total(share)
    for part in work.weights {
      seconds += Double(part.bytesPerToken) / (formatBytesPerSecond[part.type] ?? weightBytesPerSecond)
      let cost = part.type.isPlain ? 1 : unpacking
      seconds += 2 * cost * Double(part.multiplyAddsPerToken) / operationsPerSecond
    }
    return seconds + cacheSeconds(work, depth: depth)
  }

  /// Seconds of one token's attention after `depth` others, and of its recurrent states.
  func cacheSeconds(_ work: DeviceWork, depth: Int) -> Double {
    2 * work.attentionMultiplyAdds(depth: depth) / attentionOperationsPerSecond
      + work.queryRows(depth: depth) * queryRowSeconds + work.keyRows(depth: depth) * keyRowSeconds
      + Double(work.recurrentBytesPerToken) / weightBytesPerSecond + work.cacheBytes(depth: depth) / cacheBytesPerSecond
  }

  /// Seconds of the products of another column of activations, for which no weights need come from memory.
  func columnSeconds(_ work: DeviceWork) -> Double {
    work.weights.reduce(0) { seconds, part in
      let (read, held) = (formatBytesPerSecond[part.type], formatColumnBytesPerSecond[part.type])
      return seconds + Double(part.bytesPerToken)
        / max(read ?? weightBytesPerSecond, held ?? columnBytesPerSecond)
    }
  }
}
