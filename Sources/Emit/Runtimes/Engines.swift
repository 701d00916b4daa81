import Documents
import Memory
import Models
import Serving

extension EmitFormat {
  static let vllm = engine(
    "vllm", .vllm, "vLLM's server with the checkpoint, the split over cards and its share of them.")
  static let sglang = engine("sglang", .sglang, "SGLang's server, likewise.")
  static let tensorRT = engine("tensorrt-llm", .tensorRT, "TensorRT-LLM's server, likewise.")
  /// vLLM's memory rule is the nearest to its own.
  static let tgi = engine(
    "tgi", .vllm, "Hugging Face's Text Generation Inference, planned as vLLM; its project is archived.")

  /// A server for safetensors, told what `capacity` plans for it.
  private static func engine(_ name: String, _ engine: ServingEngine, _ meaning: String) -> EmitFormat {
    EmitFormat(name, .runtimes, meaning) { (plan) throws(EmitRefusal) in
      let serving = try plan.serving(engine, as: name)
      var draft = Draft(script: "\(name).sh", serving.words, notes: serving.notes)
      draft.take(serving, of: plan.model)
      return draft
    }
  }
}

/// An engine's command for a plan, and the row of `capacity` behind it.
struct ServingDraft {
  var row: CapacityRow
  var settings: RunSettings
  var words: [String]
  var notes: [String]
  var port: Int
}

extension Draft {
  /// The files rest on the engine's plan.
  mutating func take(_ serving: ServingDraft, of model: Model) {
    plan = ProvenanceSentences.plan(model, serving.row)
    prediction = serving.row.load.map(ProvenanceSentences.prediction)
  }
}

extension EmitPlan {
  /// The workload's sequences as people who always wait, on all hosts that are named.
  var servingRequest: ServingRequest {
    ServingRequest(fit.workload, users: fit.workload.parallel, nodes: max(1, hosts.count), link: link)
  }

  /// The command of a runtime that an engine's plan is made for.
  func serving(
    _ engine: ServingEngine, as name: String, host: String = "127.0.0.1"
  ) throws(EmitRefusal) -> ServingDraft {
    let facts = try runtime(name)
    guard !model.capabilities.contains(.embedding) else { throw .writesNothing }
    let workload = fit.workload
    let request = servingRequest
    let found = RunCommand.serving(
      model, engine, planner: planner, request: request, checkpoint: checkpoint, workload: workload)
    guard let row = found.best else {
      let reason = found.rows.first.flatMap { CapacitySentences.reason($0, request) }
      throw .notServed(engine: facts.name, reason: reason ?? "no checkpoint of this model is known")
    }
    return try serving(row, request, as: name, facts, host: host)
  }

  /// The command of a runtime for a row of the engine's plan.
  func serving(
    _ row: CapacityRow, _ request: ServingRequest, as name: String, _ facts: RuntimeFacts, host: String
  ) throws(EmitRefusal) -> ServingDraft {
    var settings = ServeCommand.settings(row, request: request, accelerators: machine.accelerators)
    if let most = row.maxConcurrency { settings[.sequences] = String(max(1, most / max(1, row.split.replicas))) }
    // What is planned as vLLM has the word of its own runtime.
    if settings[.cacheType] != nil { settings[.cacheType] = facts.cacheTypes["q8_0"] }
    (settings[.alias], settings[.host], settings[.port]) = (alias, host, String(facts.port))
    guard let said = ServeCommand.words(row, settings, of: name) else { throw .noArtefact(kind: "checkpoint") }
    // Each engine has one of the two shares, and some no names of their own.
    let unsaid = said.unsaid.filter { ![.memoryShare, .cacheShare, .alias].contains($0) }
    let notes = try facts.notes(unsaid: unsaid)
    return ServingDraft(row: row, settings: settings, words: said.words, notes: notes, port: facts.port)
  }
}
