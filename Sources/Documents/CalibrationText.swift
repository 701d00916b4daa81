import Base
import Machines

/// Verified runs for a person.
package enum CalibrationText {
  package static func page(_ answer: CalibrationAnswer, style: TextStyle) -> String {
    guard !answer.calibration.entries.isEmpty else {
      return "No run was kept. 'plimsoll verify MODEL --keep' keeps one.\n"
    }
    func ratio(_ value: Double?) -> String { value.map { ByteSize.decimal($0, places: 2) } ?? "?" }
    let head = "Measured over predicted on \(TextStyle.plain(answer.machine)):\n\n"
    return head
      + answer.calibration.entries.map { run in
        "  \(TextStyle.plain("\(run.model) \(run.quantization) on \(run.runtime)")) (\(run.backend.rawValue)), \(run.day)"
          + (run.isDisturbed ? ", disturbed" : "")
          + "\n      decode \(ratio(run.decodeRatio))"
          + (run.startDecodeRatio == nil ? "" : " (\(ratio(run.startDecodeRatio)) after a short prompt)")
          + ", prefill \(ratio(run.prefillRatio)), memory \(ratio(run.memoryRatio))\n"
      }.joined()
  }
}
