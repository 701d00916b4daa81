/// What no measurement behind a speed speaks of; its band is wider for it.
package enum Unmeasured: Sendable, Equatable {
  /// No row has a model of this architecture; llama.cpp's name of it.
  case architecture(String)
  /// No row has a GPU of this generation on its back end.
  case generation
  /// Layers are split over so many cards.
  case cards(Int)
  /// The processor computes layers or experts beside a GPU.
  case offload
  /// Packed weights of another engine than llama.cpp's, whose speeds these are.
  case engine
  /// The benchmark ran kernels of a processor, by their name, whose rates were never compared with llama.cpp's.
  case kernels(String)
  /// The bandwidth of main memory is not known.
  case memory(AssumedMemory)
}
