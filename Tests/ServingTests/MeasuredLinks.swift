import Base
import Machines
import Memory
import Models
import TestSupport

@testable import Serving

/// One row of `Tests/Truth/links.json`: a model over two RPC servers behind links, and a head that lends nothing.
struct MeasuredLinks {
  struct Host {
    var weights, cache, compute, resident: Double
  }

  var model: String
  var link: NodeLink
  var hosts: [Host]
  var head: Host
  var tokensPerSecond: Double
  var promptTokensPerSecond: Double
  var measurements: Measurements

  private static let identifiers = [
    "llama-3.2-1b": "llama-3.2-1b-instruct", "qwen3-0.6b": "qwen3-0.6b",
    "granite-3.1-1b-a400m": "granite-3.1-1b-a400m-instruct", "gemma-3-1b": "gemma-3-1b-it",
  ]

  static func all() throws -> [MeasuredLinks] {
    let root = try JSONNode(parsing: Files.bytes(ProjectFolder.path + "/Tests/Truth/links.json"))
    return try root.required("rows").elements().map { row in
      let model = try row.required("model").string()
      let benchmark = try root.required("benchmarks").required(model)
      return MeasuredLinks(
        model: model,
        link: NodeLink(
          bytesPerSecond: try row.required("bits_per_second").number() / 8,
          latency: try row.required("round_trip_us").number() * 1e-6 / 2),
        hosts: try row.required("hosts").elements().map(host), head: try host(row.required("head")),
        tokensPerSecond: try row.required("tokens_per_second").number(),
        promptTokensPerSecond: try row.required("prompt_tokens_per_second").number(),
        measurements: try measurements(benchmark))
    }
  }

  private static func host(_ node: JSONNode) throws -> Host {
    Host(
      weights: try node.required("weights").number(), cache: try node.optional("cache")?.number() ?? 0,
      compute: try node.required("compute").number(), resident: try node.required("resident").number())
  }

  private static func measurements(_ node: JSONNode) throws -> Measurements {
    let read = try spread(node.required("read"))
    let kernels = try node.required("kernels").elements().map { kernel in
      let parts = try kernel.elements()
      return Measurements.Kernel(
        name: try parts[2].string(), quantization: try parts[0].string(),
        phase: try parts[1].string() == "decode" ? .decode : .prefill, bytesPerSecond: try spread(parts[3]),
        operationsPerSecond: try spread(parts[4]))
    }
    var cpu = Measurements.CPU(
      threads: 1, memoryReadBytesPerSecond: read, singleThreadReadBytesPerSecond: read, kernels: kernels, isNoisy: false
    )
    cpu.attention = try node.required("attention").elements().map { attention in
      let parts = try attention.elements()
      return Measurements.Attention(
        headWidth: Int(try parts[0].number()), sharingHeads: Int(try parts[1].number()),
        cellsPerSecond: try spread(parts[2]))
    }
    return Measurements(cpu: cpu, elapsedSeconds: 1)
  }

  private static func spread(_ node: JSONNode) throws -> Spread {
    let numbers = try node.elements().map { try $0.number() }
    return Spread(median: numbers[0], low: numbers[1], high: numbers[2])
  }

  /// What the program says of it; a prompt had some 60 tokens.
  func span() throws -> LlamaSpan? {
    var machine = TestMachine.live(threads: 1)
    machine.memory = TestMachine.memory(total: 24, available: 23, budget: 22)
    machine.cpu.isa = ["avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_bf16"]
    let hosts = ["head", "host1", "host2"].map { SpanHost(name: $0, machine: machine, measurements: measurements) }
    guard let identifier = Self.identifiers[model], var model = Setting.models[identifier],
      let quantization = Quantization.named("Q4_K_M")
    else { return nil }
    // The files have the recipe's tensors, not a publisher's.
    (model.id, model.huggingFaceRepository, model.ggufRepositories, model.ollamaTags) = (self.model, nil, [], [])
    var workload = Workload(context: 1024, promptTokens: 60)
    workload.reservation = .llamaServer
    return LlamaSpanPlanner(hosts: hosts, link: link, plans: PlanCache(), headLends: false).span(
      model, quantization, workload)
  }
}
