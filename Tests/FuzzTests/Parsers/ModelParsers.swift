import Base
import Machines
import Memory
import TestSupport

@testable import Models

/// Files of models and catalogues; what is read is planned too, for impossible dimensions show in the arithmetic.
extension ForeignParser {
  static let models = [
    ForeignParser(
      "gguf",
      seeds: [GGUFBuilder.smallLlama(), GGUFBuilder.smallLlama(version: 2), GGUFBuilder.smallLlama(isBigEndian: true)]
        .map { header(of: $0.built()) }
    ) { bytes in
      let header = try? GGUFReader.header(PaddedSource(header: bytes))
      if let header, let model = try? GGUFModel(parts: [header], name: "mutated") { try plan(model.model) }
    },
    ForeignParser("catalogue", texts: [catalogue]) { text in
      let bytes = Array(text.utf8)
      _ = CatalogCheck().findings(in: [CatalogLoader.File(name: "x", bytes: bytes)])
      let file = try? bytes.withUnsafeBufferPointer { try CatalogFile.read($0, name: "x") }
      for model in file?.models ?? [] { try plan(model) }
    },
    ForeignParser("ollama-show", texts: [show]) { text in
      guard let node = try? JSONNode(parsing: text) else { return }
      _ = OllamaShow.leavesOutLists(node)
      if let (model, _) = try? OllamaShow.model(node, tag: "x:1b") { try plan(model) }
    },
    ForeignParser(
      "price-list",
      texts: [
        #"{"models": [{"model": "x", "input_usd_per_million": 1, "output_usd_per_million": 2.5, "retires": "2026-01-01"}]}"#,
        #"{"sample_spec": {}, "gpt-4o": {"input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05, "litellm_provider": "openai"}}"#,
      ]
    ) { text in
      guard let node = try? JSONNode(parsing: text) else { return }
      for price in (try? HostedPrice.table(node, source: "x")) ?? [] {
        try demand(price.input.isFinite && price.output.isFinite && price.input >= 0, "\(price)")
        _ = price.isStale(on: "2026-11-26")
        _ = price.isRetired(on: "2026-11-26")
      }
    },
  ]

  private static let machine = try? SimulatedMachine.machine(gpus: ["2xRTX 3060 12GB"], ramBytes: 64 << 30)

  /// Plans a model that was read, on a machine with two cards.
  static func plan(_ model: Model) throws {
    guard let machine else { throw Finding(description: "no machine") }
    let fits = FitCalculator(machine: machine).fits(of: model, quantizations: ["Q4_K_M", "F16"], workload: Workload())
    for fit in fits { try demand(fit.memory.totalBytes >= 0, "\(fit.memory)") }
  }

  private static func header(of file: [UInt8]) -> [UInt8] {
    Array(file.prefix((try? GGUFReader.header(file).dataOffset) ?? 0))
  }

  private static let catalogue = """
    {"version": "1", "date": "2026-11-26", "models": [{"id": "small-1b", "name": "Small 1B", "family": "small",
    "creator": "x", "released": "2026-01-02", "license": "apache-2.0", "parameters": 1235814400, "context_max": 131072,
    "capabilities": ["chat", "tools"], "architecture": {"name": "llama", "layers": 16, "embedding": 2048, "heads": 32,
    "kv_heads": 8, "feed_forward": 8192, "vocabulary": 128256, "tied_embeddings": true}, "gguf": ["x/small-GGUF"],
    "ollama": [{"tag": "small:1b", "quantization": "Q4_K_M"}], "sources": ["https://example.org"]}]}
    """

  private static let show = """
    {"details": {"quantization_level": "Q4_K_M"}, "capabilities": ["completion", "vision"], "model_info":
    {"general.architecture": "llama", "general.parameter_count": 1235814432, "llama.attention.head_count": 32,
    "llama.attention.head_count_kv": 8, "llama.block_count": 16, "llama.context_length": 131072,
    "llama.embedding_length": 2048, "llama.feed_forward_length": 8192, "llama.vocab_size": 128256},
    "tensors": [{"name": "token_embd.weight", "type": "Q6_K", "shape": [2048, 128256]}]}
    """
}
