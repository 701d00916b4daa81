import Base
import Machines
import Models

/// What engines take and run, and what joins GPUs, from `catalog/serving-engines.json`.
package struct EngineFacts: CatalogDocument, Equatable {
  package static let fileName = "serving-engines.json"

  /// The facts embedded in the program; empty if they could not be read, which a test excludes.
  package static let known = (try? EngineFacts.builtIn()) ?? EngineFacts()

  package private(set) var engines: [ServingEngine: EngineRules] = [:]
  /// FP16 matrix operations per FP32 operation, by architecture, for cards whose data sheet says only the latter.
  private(set) var matrixPerFP32: [String: Double] = [:]
  /// FP16 matrix operations per second of cards for which neither is in the GPU table.
  private(set) var matrixOperations: [String: Double] = [:]
  /// Bytes per second and direction of what joins cards of a kind, by their id.
  private(set) var links: [String: (name: String, bytesPerSecond: Double)] = [:]
  /// The same through PCI Express.
  private(set) var otherLinkBytesPerSecond = 25e9

  private init() {}

  package init(_ node: JSONNode) throws(JSONShapeError) {
    for (name, rules) in try node.required("engines").members() {
      guard let engine = ServingEngine(rawValue: name) else { throw rules.mismatch("an engine as key") }
      engines[engine] = try EngineRules(rules)
    }
    for (name, ratio) in try node.required("matrix_per_fp32").members() { matrixPerFP32[name] = try ratio.number() }
    for (name, rate) in try node.required("matrix_tflops").members() {
      matrixOperations[name] = try rate.number() * 1e12
    }
    for link in try node.required("links").elements() {
      let name = try link.required("name").string()
      let rate = try link.required("gigabytes_per_second").number() * 1e9
      for gpu in try link.required("gpus").elements() { links[try gpu.string()] = (name, rate) }
    }
    otherLinkBytesPerSecond = try node.required("other_link_gigabytes_per_second").number() * 1e9
  }

  /// FP16 operations per second of a card's matrix units, with sums of 32 bits; nil where nothing tells.
  func matrixOperationsPerSecond(_ fact: GPUFact) -> Double? {
    let ratio = fact.architecture.flatMap { matrixPerFP32[$0] } ?? 1
    let rate =
      fact.fp16MatrixOperationsPerSecond ?? matrixOperations[fact.id] ?? fact.fp32OperationsPerSecond.map { $0 * ratio }
    // GeForce cards have half of the rate of their data sheets where sums are of 32 bits.
    let isHalved = fact.vendor == "nvidia" && ["desktop", "mobile"].contains(fact.segment)
    return rate.map { isHalved ? $0 / 2 : $0 }
  }

  package func problems(knowing names: CatalogNames) -> [(pointer: String, message: String)] {
    links.keys.sorted().filter { !names.gpus.contains($0) }.map { ("/links", "no GPU has the id \"\($0)\"") }
  }

  package static func == (left: EngineFacts, right: EngineFacts) -> Bool {
    left.engines == right.engines && left.matrixPerFP32 == right.matrixPerFP32
      && left.links.mapValues(\.bytesPerSecond) == right.links.mapValues(\.bytesPerSecond)
  }
}
