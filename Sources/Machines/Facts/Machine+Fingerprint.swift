import Base

extension Machine {
  /// Sixteen hexadecimal digits that machines with the same hardware share: processor, memory and accelerators, and
  /// nothing of what is free, of who owns it or of where it stands.
  package var fingerprint: String {
    let cards = accelerators.map { card in
      "\(card.name.value ?? card.vendor.rawValue) \(card.memoryTotalBytes.value ?? 0)"
    }
    let parts = [
      os.architecture.value ?? "?", cpu.model.value ?? "?", "\(cpu.packages.value ?? 0)", "\(cpu.cores.value ?? 0)",
      "\(cpu.threads.value ?? 0)", "\(memory.totalBytes.value ?? 0)",
    ]
    return TextHash.digits((parts + cards.sorted()).joined(separator: "; "))
  }
}
