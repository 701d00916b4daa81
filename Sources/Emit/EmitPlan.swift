import Base
import Documents
import Economics
import Machines
import Memory
import Models
import Serving

/// What formats are written from: a model as it is to be run on a machine, and what stands beside it.
package struct EmitPlan: Sendable {
  @Shared package var model: Model
  @Shared package var row: FitRow
  @Shared package var machine: Machine
  /// The engines' capacity here.
  @Shared package var planner: CapacityPlanner
  /// A GGUF file of the user's own.
  package var file: String?
  /// The label of the checkpoint that is asked for, such as `FP8`.
  package var checkpoint: String?
  /// A server that runs the model already, instead of one on this machine.
  package var address: String?
  /// The C library's version, where it is known.
  package var glibc: String?
  @Shared package var neighbours = Neighbours()
  /// The best model for each use case, those that there are.
  package var best: [(useCase: UseCase, neighbour: Neighbour)] = []
  /// Names of hosts alike that run it together, the head first; empty: this machine alone.
  package var hosts: [String] = []
  package var link = NodeLink.usual
  /// This program's version.
  package var version: String

  package init(model: Model, row: FitRow, machine: Machine, planner: CapacityPlanner, version: String) {
    (self.model, self.row, self.machine, self.planner, self.version) = (model, row, machine, planner, version)
  }

  package var fit: Fit { row.fit }

  /// The name under which servers offer the model.
  package var alias: String {
    guard let file else { return model.id }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.hasSuffix(".gguf") ? String(name.dropLast(5)) : name
  }

  /// Everything that a runtime built on llama.cpp is told.
  var settings: RunSettings {
    var settings = RunSettings(
      model: model, fit: fit, accelerators: machine.accelerators, thinking: row.candidate?.thinking ?? .none)
    settings.addProcessor(of: machine, fit: fit)
    return settings
  }

  /// The facts of a runtime that runs here.
  func runtime(_ name: String) throws(EmitRefusal) -> RuntimeFacts {
    guard let facts = RuntimeList.known?.runtime(named: name) else { throw .lacks("runtime '\(name)'") }
    let fitness = RuntimeFitness(facts, on: machine, glibc: glibc)
    guard fitness.isUsable else {
      throw .notHere(runtime: facts.name, reason: RuntimeSentences.reason(fitness) ?? "it lacks what the runtime needs")
    }
    return facts
  }

  /// Whether all layers lie on accelerators.
  var isWholeOnCards: Bool { [.gpu, .multiGPU].contains(fit.placement.mode) }

  /// The GGUF file's path, and what fetches it into the current folder where that is not done.
  func fetched() throws(EmitRefusal) -> (path: String, commands: [[String]]) {
    if let file { return (file, []) }
    let file = try wholeFile()
    return ("./" + (file.file ?? file.label), [file.download])
  }

  /// The one GGUF file, where it can be fetched whole.
  func wholeFile() throws(EmitRefusal) -> Artefact {
    guard let file = fit.published.file, file.format == .gguf, file.file != nil, file.splitCount == 1 else {
      throw .noArtefact(kind: "GGUF file in one part")
    }
    return file
  }
}

/// What a gateway or a client may use beside the model.
package struct Neighbours: Sendable {
  /// A faster model that fits beside it.
  package var fast: Neighbour?
  package var embedding: Neighbour?
  /// What OpenRouter asks for the model itself; nil where it is not known.
  package var sameModel: HostedPrice?
  /// Hosted models, the first one first.
  package var hosted: [HostedPrice] = []
  package var pattern: Decision.Pattern?
  /// What each hosted model may cost a day.
  package var dailyBudgetUSD = 10.0

  package init() {}
}

/// Another model of the same machine.
package struct Neighbour: Sendable {
  @Shared package var model: Model
  @Shared package var row: FitRow

  package init(model: Model, row: FitRow) { (self.model, self.row) = (model, row) }
}
