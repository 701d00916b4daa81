import Documents
import Memory
import Models

/// A tool that files are written for: data, and one function.
package struct EmitFormat: Sendable {
  /// A heading of help.
  package enum Group: String, Sendable, CaseIterable {
    case runtimes = "Formats: runtimes"
    case gateways = "Formats: gateways and code"
    case clients = "Formats: clients"
    case clusters = "Formats: containers and clusters"
    case records = "Formats: hosts, monitoring, records"
  }

  package let name: String
  package let group: Group
  /// One sentence.
  package let meaning: String
  /// Whether it names other models of the machine, or hosted ones.
  package let hasNeighbours: Bool
  /// Whether several hosts run the model together, so that one alone need not hold it.
  package let isOverHosts: Bool
  /// Whether it names the best model for each use case.
  package let hasUseCases: Bool
  private let draft: @Sendable (EmitPlan) throws(EmitRefusal) -> Draft

  init(
    _ name: String, _ group: Group, _ meaning: String, hasNeighbours: Bool = false, isOverHosts: Bool = false,
    hasUseCases: Bool = false, draft: @escaping @Sendable (EmitPlan) throws(EmitRefusal) -> Draft
  ) {
    (self.name, self.group, self.meaning) = (name, group, meaning)
    (self.hasNeighbours, self.isOverHosts, self.hasUseCases) = (hasNeighbours, isOverHosts, hasUseCases)
    self.draft = draft
  }

  /// The files for a plan.
  package func emission(_ plan: EmitPlan) throws(EmitRefusal) -> Emission {
    let draft = try draft(plan)
    let machine = plan.machine
    let provenance = Provenance(
      format: name, version: plan.version, fingerprint: machine.fingerprint,
      machine: ProvenanceSentences.machine(machine),
      plan: draft.plan ?? ProvenanceSentences.plan(plan.model, plan.fit),
      prediction: draft.plan == nil
        ? plan.row.speed.map {
          ProvenanceSentences.prediction($0, promptTokens: plan.fit.workload.promptTokens)
        } : draft.prediction)
    var emission = Emission()
    (emission.provenance, emission.model) = (provenance, plan.model)
    emission.notes = draft.notes + plan.row.command.warnings
    emission.files = draft.files.map { $0.finished(provenance.lines + draft.notes.map { "Note: \($0)" }) }
    return emission
  }
}

extension Provenance {
  /// What stands at the head of every file that takes comments.
  fileprivate var lines: [String] {
    [
      "plimsoll \(version): emit \(format)", EditMark.line, "Machine: \(machine); fingerprint \(fingerprint)",
      "Plan: \(plan)",
    ] + (prediction.map { ["Predicted: \($0)"] } ?? [])
  }
}
