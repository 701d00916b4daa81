import Base
import Machines

/// Machines that are equal: a model is placed and runs alike on each of them.
package struct MachineClass: Sendable {
  /// Sixteen hexadecimal digits of what the machines have in common.
  package let fingerprint: String
  /// One of them, with the least that is free on any that is not busy.
  @Shared package var machine: Machine
  /// By name.
  package var hosts: [FleetHost]
  package var oddities: [Oddity] = []

  init(fingerprint: String, machine: Machine, hosts: [FleetHost]) {
    (self.fingerprint, self.hosts) = (fingerprint, hosts)
    _machine = Shared(wrappedValue: machine)
  }

  /// Hosts that have as much free as the class is planned with.
  package var readyHosts: [String] {
    let busy = Set(oddities.filter { $0.finding.isBusy }.flatMap(\.hosts))
    return hosts.map(\.name).filter { !busy.contains($0) }
  }
}

extension Machine {
  /// What machines of one class have in common: all that memory and speed of a model depend on, but not what is free.
  var classTraits: String {
    let cards = cardOrder.map { index in
      let card = accelerators[index]
      let backends = card.backends.map(\.rawValue).joined(separator: ",")
      return
        "\(card.displayName) \(card.nominalBytes ?? 0) \(card.isUsable) \(backends) \(card.computeTarget.value ?? "")"
    }
    let bandwidth = memory.bandwidthBytesPerSecond.value.map { "\(Int(min($0, 1e18) / 1e9))" } ?? "?"
    let processors = [cpu.threads.value, cpu.usableThreads.value, cpu.performanceCores.value]
    let limit = (memory.limitBytes.value ?? nil).map(NominalSize.bytes) ?? 0
    return
      ([
        kinTraits ?? "\(os.architecture.value ?? "?"), \(cpu.cores.value ?? 0) cores",
        processors.map { "\($0 ?? 0)" }.joined(separator: "/"), "\(cpu.quotaProcessors ?? 0)",
        "\(memory.totalBytes.value.map(NominalSize.bytes) ?? 0)", "\(limit)", bandwidth,
      ] + cards).joined(separator: "; ")
  }

  /// What machines have in common that were bought alike: one that lost something still has it.
  ///
  /// Nil where the processor is not known.
  var kinTraits: String? {
    cpu.model.value.map { model in
      [
        os.architecture.value ?? "?", (os.hypervisor.value ?? nil) ?? "", model, "\(cpu.packages.value ?? 0)",
        "\(cpu.cores.value ?? 0)",
      ].joined(separator: "; ")
    }
  }
}
