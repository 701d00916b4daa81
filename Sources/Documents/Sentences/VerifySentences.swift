import Base

/// What differs between a plan and the running model, and why it may.
package enum VerifySentences {
  package static func findings(
    _ answer: VerifyAnswer, plannedContext: Int, loadedContext: Int?
  ) -> [VerifyAnswer.Finding] {
    var findings: [VerifyAnswer.Finding] = []
    if let loadedContext, loadedContext != plannedContext {
      findings.append(
        ("context", "The model runs with a context of \(loadedContext) tokens, \(plannedContext) were planned."))
    }
    if let vram = answer.measured.vramBytes, answer.predicted.vramBytes > 0,
      Double(vram) < 0.95 * Double(answer.predicted.vramBytes)
    {
      findings.append(
        (
          "vram",
          "\(ByteSize.text(vram)) are on the GPU, \(ByteSize.text(answer.predicted.vramBytes)) were planned: fewer "
            + "layers were put there, because another program holds memory or the runtime leaves a larger margin."
        ))
    }
    if let reason = answer.measured.unknownMemoryReason {
      findings.append(
        ("memory", "What it holds on the accelerator is not known, so memory is not compared: \(reason)."))
    }
    if let ratio = answer.memoryRatio, !(0.97...1.03).contains(ratio) {
      findings.append(
        (
          "memory",
          ratio > 1
            ? "It takes \(percent(ratio - 1)) more memory than planned: \(copies(answer))prompts that the server keeps, a "
              + "larger context or micro-batch, or another cache type."
            : "It takes \(percent(1 - ratio)) less memory than planned: weights that were not read yet are not resident, "
              + "or the context is shorter."
        ))
    }
    for (subject, ratio, isInside) in [
      ("decode", answer.decodeRatio, answer.isDecodeInside),
      ("start_decode", answer.startDecodeRatio, answer.isStartDecodeInside),
      ("prefill", answer.prefillRatio, answer.isPrefillInside),
    ] {
      guard let ratio, isInside == false else { continue }
      findings.append((subject, speed(subject, ratio, answer)))
    }
    if answer.isDisturbed {
      findings.append(
        (
          "disturbance",
          "Something else ran meanwhile, or the turns differ by more than they do when it is quiet: measure again then."
        ))
    }
    return findings
  }

  private static func speed(_ subject: String, _ ratio: Double, _ answer: VerifyAnswer) -> String {
    let names = ["decode": "Writing", "start_decode": "Writing after a short prompt"]
    let name = names[subject] ?? "Reading"
    guard ratio < 1 else { return "\(name) is \(percent(ratio - 1)) faster than predicted, outside the band." }
    let isOnGPU = answer.predicted.vramBytes > 0
    let reason =
      isOnGPU
      ? shared(answer) + "a power or thermal limit, or another program on the card"
      : "another program, a thermal limit, memory in fewer channels than assumed, or fewer threads than cores"
    return "\(name) is \(percent(1 - ratio)) slower than predicted, outside the band: \(reason)."
  }

  /// What is in memory twice by the plan itself.
  private static func copies(_ answer: VerifyAnswer) -> String {
    var text = ""
    if answer.repackedBytes > 0 {
      text +=
        "llama.cpp's copy, in another order, of \(ByteSize.text(answer.repackedBytes)) of weights on the processor beside "
        + "the file's own pages, "
    }
    if answer.layersBesideCard > 0 {
      text += "buffers that both sides keep for the \(layers(answer)) that the processor computes beside the card, "
    }
    return text
  }

  private static func shared(_ answer: VerifyAnswer) -> String {
    guard answer.layersBesideCard > 0 else { return "layers that went to main memory after all, " }
    return "the \(layers(answer)) that the processor computes, for which the card waits, "
  }

  private static func layers(_ answer: VerifyAnswer) -> String {
    answer.layersBesideCard == 1 ? "one layer" : "\(answer.layersBesideCard) layers"
  }

  private static func percent(_ share: Double) -> String { "\(ByteSize.decimal(share * 100, places: 0)) %" }
}
