import Base
import Machines
import Models
import Serving

/// The command line that starts an engine as a row of `capacity` has it.
enum ServeCommand {
  /// Nil where it does not run, or nobody is known to publish the checkpoint.
  static func line(
    _ row: CapacityRow, model: Model, file: String?, request: ServingRequest, accelerators: [Accelerator]
  ) -> String? {
    guard let load = row.load else { return nil }
    switch row.engine {
    case .llamaCpp, .ollama: return llama(row, load, model: model, file: file, accelerators: accelerators)
    case .vllm, .sglang, .tensorRT:
      guard let repository = row.checkpoint.repository else { return nil }
      let length = request.inputTokens + request.outputTokens
      return tensor(row, repository: ShellWord.quoted(repository), length: length, accelerators: accelerators)
    }
  }

  private static func llama(
    _ row: CapacityRow, _ load: CapacityRow.Load, model: Model, file: String?, accelerators: [Accelerator]
  ) -> String? {
    guard var fit = row.fit else { return nil }
    fit.workload.parallel = load.slots
    if row.engine == .ollama {
      let context = fit.workload.context
      return "OLLAMA_NUM_PARALLEL=\(load.slots) OLLAMA_CONTEXT_LENGTH=\(context) ollama serve"
    }
    let line = RunCommand(model: model, fit: fit, accelerators: accelerators, file: file).llamaCpp
    guard row.split.networkHops > 0 else { return line }
    let others = (2...row.split.networkHops + 1).map { "node\($0):50052" }.joined(separator: ",")
    return line.map { $0 + " --rpc \(others)" }
  }

  private static func tensor(
    _ row: CapacityRow, repository: String, length: Int, accelerators: [Accelerator]
  ) -> String {
    let split = row.split
    var words: [String]
    switch row.engine {
    case .sglang:
      words = ["python -m sglang.launch_server --model-path \(repository) --context-length \(length)"]
      if split.tensorParallel > 1 { words.append("--tp \(split.tensorParallel)") }
      if split.pipelineParallel > 1 { words.append("--pp-size \(split.pipelineParallel)") }
      if split.replicas > 1 { words.append("--dp \(split.replicas)") }
      words.append("--mem-fraction-static \(share(row, accelerators))")
    case .tensorRT:
      words = ["trtllm-serve \(repository) --max_seq_len \(length)"]
      if split.tensorParallel > 1 { words.append("--tp_size \(split.tensorParallel)") }
      if split.pipelineParallel > 1 { words.append("--pp_size \(split.pipelineParallel)") }
      words.append("--kv_cache_free_gpu_mem_fraction 0.9")
    default:
      words = ["vllm serve \(repository) --max-model-len \(length)"]
      if split.tensorParallel > 1 { words.append("--tensor-parallel-size \(split.tensorParallel)") }
      if split.pipelineParallel > 1 { words.append("--pipeline-parallel-size \(split.pipelineParallel)") }
      if split.networkHops > 0 { words.append("--distributed-executor-backend ray") }
      if split.replicas > 1, split.nodes == 1 { words.append("--data-parallel-size \(split.replicas)") }
      words.append("--gpu-memory-utilization \(share(row, accelerators))")
    }
    if row.checkpoint.isMadeOnLoad, let format = row.checkpoint.weights {
      words.append("--quantization \(format.rawValue)")
    }
    return words.joined(separator: " ")
  }

  /// The part of each card that the engine may take, in hundredths.
  private static func share(_ row: CapacityRow, _ accelerators: [Accelerator]) -> String {
    let whole = accelerators.first { $0.isUsable }?.memoryTotalBytes.value ?? 0
    let budget = Double(row.memory?.budgetBytes ?? 0) / Double(max(1, row.split.gpus))
    let hundredths = Int(min(budget / Double(max(1, whole)), 0.99) * 100 + 1e-6)
    return "0." + (hundredths < 10 ? "0" : "") + String(hundredths)
  }
}
