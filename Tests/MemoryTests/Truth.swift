import Models
import TestSupport

@testable import Memory

/// The catalogue, decoded once for all tests of this suite.
enum TestCatalog {
  static let models: [Model] = (try? Catalog.builtIn().models) ?? []
  static let byID: [String: Model] = Dictionary(models.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

/// Rows of the tables of measured truth.
enum Truth {
  static func rows(_ file: String) throws -> [[String: Substring]] {
    let bytes = try SharedFacts.bytes("truth/" + file)
    var lines = bytes.split { $0 == 10 || $0 == 13 }.lazy.map { String(decoding: $0, as: UTF8.self) }.makeIterator()
    guard let header = lines.next()?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) else {
      return []
    }
    var rows: [[String: Substring]] = []
    while let line = lines.next() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      rows.append(Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first }))
    }
    return rows
  }
}

/// Relative errors of many rows, with the names of the worst.
struct Errors {
  private(set) var values: [(name: String, error: Double)] = []

  mutating func add(_ name: String, _ value: Double, truth: Double) {
    values.append((name, truth == 0 ? 0 : value / truth - 1))
  }

  func quantile(_ share: Double) -> Double {
    let sorted = values.map { abs($0.error) }.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }

  var worst: [(name: String, error: Double)] { Array(values.sorted { abs($0.error) > abs($1.error) }.prefix(12)) }
  var lowest: Double { values.map(\.error).min() ?? 0 }
}

extension Workload {
  /// The workload of a row of the memory table.
  init?(row: [String: Substring]) {
    guard let context = row["context"].flatMap({ Int($0) }), let batch = row["ubatch"].flatMap({ Int($0) }),
      let type = row["kv_cache_type"].flatMap({ TensorType(rawValue: $0.uppercased()) })
    else { return nil }
    self.init(
      context: context, keyCacheType: type, valueCacheType: type, microBatch: batch,
      flashAttention: row["flash_attention"] == "on")
  }
}
