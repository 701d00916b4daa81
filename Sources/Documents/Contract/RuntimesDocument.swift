import Base
import Models
import Serving

/// A runtime on a machine.
package struct RuntimeRow: Sendable {
  /// How it was found.
  package struct Presence: Sendable, Equatable {
    /// Nil where nothing tells: the machine is not this one.
    package var isInstalled: Bool?
    package var isRunning: Bool?
    package var endpoint: String?
    /// In words: the program's path, the process, the port.
    package var evidence: [String]

    package init(isInstalled: Bool?, isRunning: Bool?, endpoint: String? = nil, evidence: [String] = []) {
      (self.isInstalled, self.isRunning) = (isInstalled, isRunning)
      (self.endpoint, self.evidence) = (endpoint, evidence)
    }
  }

  /// How fast the model would run there.
  package struct Speed: Sendable {
    package var label: String
    package var decodeTokensPerSecond: Estimate
    package var timeToFirstTokenSeconds: Double?
    /// All requests together when it is busy.
    package var outputTokensPerSecond: Estimate

    package init(
      label: String, decodeTokensPerSecond: Estimate, timeToFirstTokenSeconds: Double?, outputTokensPerSecond: Estimate
    ) {
      (self.label, self.decodeTokensPerSecond) = (label, decodeTokensPerSecond)
      (self.timeToFirstTokenSeconds, self.outputTokensPerSecond) = (timeToFirstTokenSeconds, outputTokensPerSecond)
    }
  }

  package var fitness: RuntimeFitness
  package var presence: Presence
  /// Nil where it does not run the model, or nothing can be told.
  package var speed: Speed?

  package init(fitness: RuntimeFitness, presence: Presence, speed: Speed?) {
    (self.fitness, self.presence, self.speed) = (fitness, presence, speed)
  }
}

/// The runtimes of the field on a machine.
package typealias RuntimesAnswer = (model: Model?, rows: [RuntimeRow], absent: [RuntimeList.Absent])

extension Contract {
  package static let runtimes = Document<RuntimesAnswer>(
    "runtimes", file: "runtimes-list", command: "plimsoll runtimes", rows: "runtimes",
    columns: [
      "runtime": "name", "runs here": "usable", "why not": "reason", "installed": "installed", "running": "running",
      "project": "status", "API": "api", "port": "port", "decode": "speed.decode_tokens_per_second",
      "best for": "best_for",
    ]
  ) {
    Field("model", optional: .text, "The model whose speed is told; null where none passes.") { $0.model?.id }
    Field("runtimes", .list(Tables.runtimeRow.codec), "The runtimes, those that run here first.") { $0.rows }
    Field("absent", .list(Tables.absentRuntime.codec), "Products that are talked about and not there.") { $0.absent }
  }
}

extension Tables {
  static let runtimeRow = Table<RuntimeRow>("runtime_row", "A runtime on the machine.") {
    Field("id", .text, "Short name.") { $0.fitness.facts.id }
    Field("name", .text, "Its name.") { $0.fitness.facts.name }
    Field("usable", .flag, "Whether the machine has what it needs.") { $0.fitness.isUsable }
    Field("reason", optional: .text, "Why not, or what is good to know; null: nothing.") {
      RuntimeSentences.reason($0.fitness)
    }
    Field("installed", optional: .flag, "Whether its program was found; null where only this machine could tell.") {
      $0.presence.isInstalled
    }
    Field("running", optional: .flag, "Whether a process of it was found; null likewise.") { $0.presence.isRunning }
    Field("endpoint", optional: .text, "Where it listens; null where that is not known.") { $0.presence.endpoint }
    Field("evidence", .list(.text), "How it was found.") { $0.presence.evidence }
    Field("status", .word, "State of its project.") { $0.fitness.facts.status }
    Field("status_since", optional: .text, "Since when; null for an active one.") { $0.fitness.facts.statusSince }
    Field("best_for", .text, "What it is good for.") { $0.fitness.facts.bestFor }
    Field("formats", .list(.word), "What it loads.") { $0.fitness.facts.formats }
    Field("api", .list(.text), "Shapes of its API, the usual one first.") { $0.fitness.facts.api }
    Field("port", .count, "Its usual port.") { $0.fitness.facts.port }
    Field("other_ports", .list(.count), "Others, in some version or mode.") { $0.fitness.facts.otherPorts }
    Field("memory_rule", optional: .text, "How it takes memory; null where not known.") { $0.fitness.facts.memoryRule }
    Field("speed", optional: runtimeSpeed.codec, "How fast the model would run there; null where that cannot be told.")
    {
      $0.speed
    }
    Field("as_of", .text, "When its facts were looked up.") { $0.fitness.facts.asOf }
    Field("source", .text, "Where.") { $0.fitness.facts.source }
  }

  private static let runtimeSpeed = Table<RuntimeRow.Speed>("runtime_speed", "How fast a model would run on a runtime.")
  {
    Field("checkpoint", .text, "In which form.") { $0.label }
    Field("decode_tokens_per_second", estimate(.tokensPerSecond), "Written for one request alone.") {
      $0.decodeTokensPerSecond
    }
    Field("time_to_first_token_seconds", optional: .rounded(.seconds), "Of a request alone; null where not known.") {
      $0.timeToFirstTokenSeconds
    }
    Field("output_tokens_per_second", estimate(.tokensPerSecond), "Written for all requests when it is busy.") {
      $0.outputTokensPerSecond
    }
  }

  static let absentRuntime = Table<RuntimeList.Absent>("absent_runtime", "A product that is not there.") {
    Field("name", .text, "Its name.") { $0.name }
    Field("reason", .text, "Why nothing is written for it.") { $0.reason }
  }
}
