import Base
import Machines
import Models
import Serving

/// What a machine carries with a model under a load; `file`: the GGUF file that was named.
package struct CapacityAnswer: Sendable {
  @Shared package var model: Model
  package var file: String?
  package var request: ServingRequest
  package var rows: [CapacityRow]
  @Shared package var machine: Machine

  package init(model: Model, file: String?, request: ServingRequest, rows: [CapacityRow], machine: Machine) {
    (self.model, self.file, self.request, self.rows, self.machine) = (model, file, request, rows, machine)
  }

  /// The rows with what the machine and the request say of them.
  var described: [DescribedCapacity] { rows.map { DescribedCapacity(row: $0, answer: self) } }
}

/// A row, and the answer that it belongs to.
struct DescribedCapacity: Sendable {
  var row: CapacityRow
  var answer: CapacityAnswer

  var command: String? {
    ServeCommand.line(
      row, model: answer.model, file: answer.file, request: answer.request, accelerators: answer.machine.accelerators)
  }
}

extension Contract {
  package static let capacity = Document<CapacityAnswer>(
    "capacity", command: "plimsoll capacity MODEL", rows: "rows",
    columns: [
      "engine": "engine", "checkpoint": "checkpoint.label", "GPUs": "gpus", "tensor": "tensor_parallel",
      "replicas": "replicas", "at once": "max_concurrency", "written": "output_tokens_per_second",
      "each user": "tokens_per_second_per_user", "first token": "time_to_first_token_seconds.p95",
      "limit": "limit", "verdict": "verdict",
    ],
    overview: ["model": "model.name", "users": "request.users", "input": "request.input_tokens"]
  ) {
    Field("model", Tables.model.codec, "The model.") { $0.model }
    Field("request", Tables.servingRequest.codec, "What is asked.") { $0.request }
    Field("summary", .text, "What the machine carries, in a sentence.") { CapacitySentences.summary($0) }
    Field("rows", .list(Tables.capacityRow.codec), "Engines, checkpoints and splits, the best first.") { $0.described }
    Field("machine", Tables.machine.codec, "The machine.") { $0.machine }
    Tables.gaps { $0.machine }
  }
}
