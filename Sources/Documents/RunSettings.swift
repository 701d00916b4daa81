import Base
import Machines
import Memory
import Models
import Ranking

/// What a plan tells a runtime: the one list from which every command line, file and environment is made.
package struct RunSettings: Sendable, Equatable {
  /// A setting in the words of the tables `flags` in `catalog/runtimes.json`.
  package enum Key: String, Sendable, CaseIterable {
    case context, parallel
    case unifiedCache = "unified_cache"
    case gpuLayers = "gpu_layers"
    case projectorInRAM = "projector_in_ram"
    case expertLayersInRAM = "expert_layers_in_ram"
    case tensorSplit = "tensor_split"
    case splitMode = "split_mode"
    case fit
    case flashAttention = "flash_attention"
    case keyCacheType = "key_cache_type"
    case valueCacheType = "value_cache_type"
    case microBatch = "micro_batch"
    case loadMode = "load_mode"
    case noOpOffload = "no_op_offload"
    case ropeScaling = "rope_scaling"
    case ropeScale = "rope_scale"
    case originalContext = "original_context"
    case embedding
    case promptCacheMebibytes = "prompt_cache_mib"
    case contextCheckpoints = "context_checkpoints"
    case reasoningBudget = "reasoning_budget"
    case threads
    case promptThreads = "prompt_threads"
    case numa, host, port, alias
    case modelLength = "model_length"
    case tensorParallel = "tensor_parallel"
    case pipelineParallel = "pipeline_parallel"
    case dataParallel = "data_parallel"
    case expertParallel = "expert_parallel"
    case executor
    case memoryShare = "memory_share"
    case cacheShare = "kv_cache_share"
    case quantization
    case sequences
    case cacheType = "kv_cache_type"

    /// Whether memory would lie elsewhere without it.
    package var isOfPlacement: Bool {
      [.gpuLayers, .projectorInRAM, .expertLayersInRAM, .tensorSplit, .splitMode].contains(self)
    }
  }

  /// A switch has an empty value.
  package private(set) var list: [(key: Key, value: String)] = []

  package init() {}

  package subscript(key: Key) -> String? {
    get { list.first { $0.key == key }?.value }
    set {
      let index = list.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): list[index].value = value
      case (let index?, nil): list.remove(at: index)
      case (nil, let value?): list.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// The words of a command line for a runtime with these flags, and the settings that it has none for.
  package func words(_ flags: [String: String]) -> (words: [String], unsaid: [Key]) {
    var (words, unsaid): ([String], [Key]) = ([], [])
    for (key, value) in list {
      guard let flag = flags[key.rawValue] else {
        if needsSaying(key) { unsaid.append(key) }
        continue
      }
      words += value.isEmpty ? [flag] : [flag, value]
    }
    return (words, unsaid)
  }

  /// Whether a runtime that has no option for it may do otherwise: one sequence at a time is what these all do.
  ///
  /// Some only decide how fast prompts are, or limit what only llama-server does.
  package func needsSaying(_ key: Key) -> Bool {
    ![.loadMode, .noOpOffload, .contextCheckpoints].contains(key) && (key != .parallel || self[key] != "1")
  }

  package static func == (left: RunSettings, right: RunSettings) -> Bool {
    left.list.elementsEqual(right.list) { $0 == $1 }
  }
}

extension RunSettings {
  /// What llama.cpp and what is built on it must be told to run a row as it was planned.
  package init(model: Model, fit: Fit, accelerators: [Accelerator], thinking: Thinking = .none) {
    let (workload, placement) = (fit.workload, fit.placement)
    self[.context] = String(workload.context * workload.parallel)
    // Without a number llama-server takes four, and keeps sliding windows as often.
    self[.parallel] = String(workload.parallel)
    if workload.parallel > 1, workload.sharesCache { self[.unifiedCache] = "" }
    if placement.mode != .cpu {
      self[.gpuLayers] = String(placement.gpuLayers)
    } else if accelerators.contains(where: \.isUsable) {
      self[.gpuLayers] = "0"
      // Or a card computes prompts, with weights copied to it each time.
      self[.noOpOffload] = ""
      if fit.countsProjector(of: model) { self[.projectorInRAM] = "" }
    }
    if placement.expertLayersInRAM > 0 { self[.expertLayersInRAM] = String(placement.expertLayersInRAM) }
    let shares = placement.accelerators
    if placement.sharesLayers {
      // It takes equal parts by itself, and cannot fit other options to the memory.
      (self[.splitMode], self[.fit]) = ("tensor", "off")
    } else if shares.count > 1 {
      self[.tensorSplit] = shares.map { String($0.layers) }.joined(separator: ",")
    }
    self[.flashAttention] = workload.flashAttention ? "on" : "off"
    if workload.keyCacheType != .f16 { self[.keyCacheType] = workload.keyCacheType.rawValue.lowercased() }
    if workload.valueCacheType != .f16 { self[.valueCacheType] = workload.valueCacheType.rawValue.lowercased() }
    if workload.microBatch != 512 { self[.microBatch] = String(workload.microBatch) }
    // Cards copy from locked memory several times as fast as from the pages of a mapped file.
    if placement.leavesPartToMain(beside: accelerators) { self[.loadMode] = "none" }
    if case .extended(let scaling, _) = ContextRule(model, context: workload.context) { stretch(scaling) }
    if model.capabilities.contains(.embedding) {
      self[.embedding] = ""
    } else {
      if let bytes = fit.promptCacheLimitBytes { self[.promptCacheMebibytes] = String(bytes >> 20) }
      if let count = fit.contextCheckpointLimit { self[.contextCheckpoints] = String(count) }
    }
    if thinking == .off { self[.reasoningBudget] = "0" }
    if let threads = placement.threads {
      (self[.threads], self[.promptThreads]) = (String(threads.writing), String(threads.reading))
    }
  }

  /// What stretches the context with YaRN.
  private mutating func stretch(_ scaling: ContextRule.RopeScaling) {
    self[.ropeScaling] = "yarn"
    self[.ropeScale] = ByteSize.decimal(scaling.factor, places: scaling.factor == scaling.factor.rounded() ? 0 : 2)
    self[.originalContext] = String(scaling.originalContext)
  }

  /// What stretches the context with YaRN, alone.
  init(_ scaling: ContextRule.RopeScaling) { stretch(scaling) }

  /// Adds what llama.cpp cannot know by itself of the processor, where a part of the model lies in main memory: a
  /// control group's share of the cores, and that memory hangs on several nodes.
  package mutating func addProcessor(of machine: Machine, fit: Fit) {
    guard [.cpu, .partialOffload, .expertOffload].contains(fit.placement.mode) else { return }
    let cpu = machine.cpu
    if self[.threads] == nil, let threads = cpu.computingThreads { self[.threads] = String(threads) }
    if cpu.numaNodes.count(where: { ($0.memoryBytes.value ?? 0) > 0 }) > 1 { self[.numa] = "distribute" }
  }
}

extension RuntimeFacts {
  /// The words of the table that a runtime's name stands for; empty where the catalogue cannot be read, which a test
  /// excludes.
  package static func flags(of name: String) -> [String: String] {
    RuntimeList.known?.runtime(named: name)?.flags ?? [:]
  }
}

extension Placement {
  /// Whether main memory has a part whose prompts a card with memory of its own computes.
  fileprivate func leavesPartToMain(beside accelerators: [Accelerator]) -> Bool {
    [.expertOffload, .partialOffload].contains(mode)
      && devices.contains { share in
        accelerators.contains { $0.id == share.id && $0.memoryKind.value == .dedicated }
      }
  }
}
