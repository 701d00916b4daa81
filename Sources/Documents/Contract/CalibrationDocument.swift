import Base
import Machines

/// The runs kept for a machine.
package typealias CalibrationAnswer = (machine: String, calibration: Calibration)

extension Contract {
  package static let calibration = Document<CalibrationAnswer>(
    "calibration", command: "plimsoll calibration list", rows: "runs",
    columns: [
      "model": "model", "quantization": "quantization", "runtime": "runtime", "back end": "backend",
      "decode": "decode_ratio", "prefill": "prefill_ratio", "memory": "memory_ratio", "day": "day",
    ]
  ) {
    Field("machine", .text, "What the runs belong to: the processor and the accelerators.") { $0.machine }
    Field("runs", .list(Tables.calibrationRun.codec), "Verified runs, the latest last.") { $0.calibration.entries }
  }
}

extension Tables {
  static let calibrationRun = Table<Calibration.Entry>("calibration_run", "A verified run.") {
    Field("model", .text, "The model's id.") { $0.model }
    Field("quantization", .text, "Its quantization.") { $0.quantization }
    Field("runtime", .text, "What ran it.") { $0.runtime }
    Field("backend", .word, "The back end of the first device.") { $0.backend }
    Field("mixture_of_experts", .flag, "Whether the model is one.") { $0.isMixture }
    Field("decode_ratio", optional: .rounded(), "Decode speed, measured over predicted.") { $0.decodeRatio }
    Field("start_decode_ratio", optional: .rounded(), "The same after a prompt of a few tokens.") {
      $0.startDecodeRatio
    }
    Field(
      "depth_share", optional: .rounded(),
      "Attention's part of the predicted time per token where `decode_ratio` was measured, from 0 to 1."
    ) { $0.depthShare }
    Field("prefill_ratio", optional: .rounded(), "Prefill speed, measured over predicted.") { $0.prefillRatio }
    Field("memory_ratio", optional: .rounded(), "Memory, measured over predicted.") { $0.memoryRatio }
    Field("disturbed", .flag, "Whether the machine did something else meanwhile.") { $0.isDisturbed }
    Field("day", .text, "The day of the run.") { $0.day }
  }
}
