import Machines

/// What a runtime takes beside the model, per back end, in bytes.
///
/// One-sided: the upper end of what is seen, since a figure too low turns a `fits` into a crash. Orders of magnitude
/// from llama.cpp's own reports of free memory before and after start, and vendors' documentation; they vary by driver
/// and card by about half. Each is taken once per device.
enum Overhead {
  /// Device memory of the context: kernels, command queues, library workspaces.
  ///
  /// `computeTarget` is CUDA's compute capability; `hasExperts` tells of a mixture, whose prompts need buffers to sort tokens
  /// by experts.
  static func device(_ backend: Backend, computeTarget: String?, hasExperts: Bool) -> Int {
    switch backend {
    // A context grows with the card's multiprocessors: with 132 of them (H100, H200) 592 MiB before the first prompt, and
    // 24 MiB more after it, 116 for mixtures (docs/validation.md).
    case .cuda where isLarge(computeTarget): (hasExperts ? 712 : 616) << 20
    // Context with modules some 250 to 450 MiB, cuBLAS workspace 32 to 64 MiB.
    case .cuda: 512 << 20
    // HIP context and rocBLAS/hipBLASLt kernels.
    case .rocm: 512 << 20
    // Pipelines, descriptor pools, staging.
    case .vulkan: 256 << 20
    case .sycl: 320 << 20
    case .metal: 64 << 20
    case .cpu: 0
    }
  }

  /// Whether a compute capability is one of the server cards from Hopper on.
  private static func isLarge(_ computeTarget: String?) -> Bool {
    ["9.", "10."].contains { computeTarget?.hasPrefix($0) == true }
  }

  /// Main memory of the driver's user-space part and of pinned staging buffers.
  static func host(_ backend: Backend) -> Int {
    switch backend {
    case .cuda, .rocm, .sycl: 256 << 20
    case .vulkan: 128 << 20
    case .metal: 32 << 20
    // The library's own pages are part of the reserve that the memory budget already leaves.
    case .cpu: 0
    }
  }

  /// What the runtime's own process has resident where the whole model lies in main memory.
  ///
  /// A server's pages, and its vocabulary with the texts and merges of each token: llama-server b10488 with 49,155 to 262,144
  /// tokens (docs/validation.md). Ollama does not count it in `/api/ps`.
  ///
  /// A prompt of more than a micro-batch leaves two checkpoints.
  static func process(_ reservation: Reservation, vocabularySize: Int, contextCheckpointBytes: Int) -> Int {
    guard reservation == .llamaServer else { return 0 }
    let pages = Saturating.add(16 << 20, Saturating.multiply(300, vocabularySize))
    return Saturating.add(pages, Saturating.multiply(2, contextCheckpointBytes))
  }

  /// What a `rpc-server` on a processor has resident beside its buffers: its own pages, and the graph that it is sent
  /// (b10488; docs/links.md).
  static let rpcServer = 10 << 20

  /// vLLM and its kind: context, CUDA graphs, activation workspace at default settings.
  static let safetensorsRuntime = 2 << 30
}
