import Machines

/// A remark on a row: what its figures leave open, or what must be done to make it true.
package enum FitNote: Sendable, Equatable {
  /// The main memory's budget is unknown; seven eighths of the total are used.
  case mainMemoryAssumed
  /// Nothing tells of main memory; that it holds what does not lie on the device is assumed.
  case mainMemoryUnknown
  /// A control group may limit the memory, and its limits cannot be seen.
  case memoryLimitUnseen(reason: String)
  /// An accelerator has no such back end; nil: none at all.
  case leftOutWithoutBackend(accelerator: String, Backend?)
  case leftOutWithoutFreeMemory(accelerator: String)
  /// Beyond the trained context, which the runtime must be told to stretch.
  case contextStretched(ContextRule.RopeScaling)
  /// Beyond the trained context, and beyond what the model's rope rule allows, if it has one; in tokens.
  case contextRefused(model: String, context: Int, trained: Int, limit: Int?)
  case approximateDimensions(model: String)
  /// Images and sound need so many bytes more.
  case projector(bytes: Int)
  /// llama.cpp keeps the whole context of layers that need only a window.
  case windowIgnored
  /// llama.cpp keeps only the window, other runtimes may not.
  case windowKept
  case quantizedValuesNeedFlashAttention
  case cacheFormatRefused
  case notLoadable
  /// The file is laid out for Ollama's loader.
  case ollamaLayout
  /// Towers for images or sound of so many bytes lie in the file, and are loaded with it.
  case towerInFile(bytes: Int)
  /// Nobody has described how the architecture's layers are built.
  case unknownArchitecture(name: String)
  /// Packed weights run in vLLM and its kind.
  case packedWeights
  /// Ollama takes another context by itself, in tokens.
  case ollamaContext(byItself: Int, wanted: Int, parallel: Int)
  /// Ollama does not keep experts apart from the rest of a layer.
  case ollamaSplitsByLayers
  /// Cards that the row leaves idle, by their ids.
  case idleCards([String])

  package var isOfIdleCards: Bool { if case .idleCards = self { true } else { false } }
}
