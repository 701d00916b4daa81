import Base

/// The constants of `catalog/serving-constants.json`: products of what holds for all, an engine, a generation of cards.
package struct ServingConstants: Sendable {
  private let all: JSONNode
  private let engines: [String: JSONNode]
  private let generations: [String: JSONNode]
  /// Engines on generations that somebody measured.
  private let measured: Set<[String]>
  /// By how much the truth may be slower or faster.
  private let band: Double
  package let llama: LlamaConstants

  /// The constants embedded in the program; nil if they could not be read, which a test excludes.
  package static let builtIn: ServingConstants? = {
    guard let file = EmbeddedFile.named("serving-constants.json"), let root = try? JSONNode(lasting: file.bytes) else {
      return nil
    }
    return try? ServingConstants(root)
  }()

  init(_ node: JSONNode) throws(JSONShapeError) {
    all = try node.required("all")
    func table(_ key: String) throws(JSONShapeError) -> [String: JSONNode] {
      var result: [String: JSONNode] = [:]
      for (name, level) in try node.required(key).members() { result[name] = level }
      return result
    }
    (engines, generations) = (try table("engines"), try table("generations"))
    var measured: Set<[String]> = []
    for pair in try node.required("measured").elements() { measured.insert(try pair.strings()) }
    self.measured = measured
    band = try node.required("band").number()
    llama = try LlamaConstants(node.required("llama.cpp"))
    _ = try StepConstants(levels: [all])
  }

  /// The constants of an engine on a generation of cards; one that nobody measured has no factor of its own.
  package func constants(_ engine: ServingEngine, generation: String?) -> StepConstants? {
    let levels = [all, engines[engine.rawValue], generation.flatMap { generations[$0] }].compactMap(\.self)
    return try? StepConstants(levels: levels)
  }

  /// The factor by which the truth may be off; wider for what nobody measured.
  package func band(_ engine: ServingEngine, generation: String?) -> Double {
    measured.contains([engine.rawValue, generation ?? ""]) ? band : band * Self.unmeasured
  }

  /// How much wider the band of an engine on a generation is that nobody measured.
  private static let unmeasured = 1.15
}
