import Models

/// The scratch memory of the runtime's compute graph.
enum ComputeBuffer {
  /// Bytes of the buffer for one micro-batch.
  static func bytes(_ architecture: Architecture, _ workload: Workload) -> Int {
    GraphBuilder.bytes(architecture, workload)
  }
}
