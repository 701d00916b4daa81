import Architectures
import Machines
import Models

/// The remarks on the rows of one model, made once and shared by the rows.
struct FitNotes: Sendable {
  private let onFiles: [FitNote]
  /// What to tell Ollama so that a row is true; nil where it does so by itself.
  private let onOllamaContext: FitNote?
  private let onPackedWeights: [FitNote]

  init(_ model: Model, _ workload: Workload, _ pools: MemoryPools, ollamaContext: Int) {
    var always = pools.notes
    switch ContextRule(model, context: workload.context) {
    case .trained: break
    case .extended(let scaling, _): always.append(.contextStretched(scaling))
    case .refused(let limit):
      always.append(
        .contextRefused(model: model.id, context: workload.context, trained: model.contextMaximum, limit: limit))
    }
    if let name = model.architectureName, !Family.isKnown(name) { always.append(.unknownArchitecture(name: name)) }
    if model.confidence == .approximate { always.append(.approximateDimensions(model: model.id)) }
    if let bytes = model.projector?.bytes { always.append(.projector(bytes: bytes)) }
    var files = always
    if let window = model.architecture?.slidingWindow {
      if window.isIgnoredByLlamaCpp {
        files.append(.windowIgnored)
      } else if model.architecture?.isEncoder == false {
        files.append(.windowKept)
      }
    }
    if workload.valueCacheType.blockElements > 1, !workload.flashAttention {
      files.append(.quantizedValuesNeedFlashAttention)
    }
    if let architecture = model.architecture, !architecture.canQuantizeCache(workload) {
      files.append(.cacheFormatRefused)
    }
    let byItself = min(ollamaContext, max(model.contextMaximum, 1))
    onOllamaContext =
      byItself == workload.context || model.architecture?.isEncoder != false
      ? nil : .ollamaContext(byItself: byItself, wanted: workload.context, parallel: workload.parallel)
    if !model.runsInLlamaCpp { files.append(.notLoadable) }
    onFiles = files
    onPackedWeights = always + [.packedWeights]
  }

  func notes(_ quantization: Quantization, _ mode: Placement.Mode) -> [FitNote] {
    guard quantization.family == .gguf else { return onPackedWeights }
    var notes = onFiles
    if mode != .none, let onOllamaContext { notes.append(onOllamaContext) }
    if mode == .expertOffload { notes.append(.ollamaSplitsByLayers) }
    return notes
  }
}

extension FitCalculator {
  /// Ollama's context by total VRAM: below 23 GiB 4,096; from 23 GiB 32,768; from 47 GiB 262,144.
  var ollamaDefaultContext: Int {
    let total = machine.accelerators.reduce(0) { sum, device in
      guard device.isUsable, device.memoryKind.value == .dedicated || device.memoryKind.value == .unified else {
        return sum
      }
      return Saturating.add(sum, device.memoryTotalBytes.value ?? 0)
    }
    return total >= 47 << 30 ? 262_144 : total >= 23 << 30 ? 32_768 : 4096
  }
}

extension Architecture {
  /// Whether llama.cpp accepts the cache formats: heads must be a whole number of their blocks wide.
  func canQuantizeCache(_ workload: Workload) -> Bool {
    guard !isEncoder else { return true }
    let keys = latentAttention.map { $0.kvRank + $0.ropeHeadWidth } ?? keyHeadWidth
    let values = latentAttention.map { $0.kvRank } ?? valueHeadWidth
    return keys % max(workload.keyCacheType.blockElements, 1) == 0
      && values % max(workload.valueCacheType.blockElements, 1) == 0
  }
}
