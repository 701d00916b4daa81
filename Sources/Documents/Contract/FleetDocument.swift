import Base
import Fleet

extension Contract {
  package static let fleet = Document<FleetAnswer>(
    "fleet", command: "plimsoll fleet PATH", rows: "classes",
    columns: [
      "class": "fingerprint", "hosts": "count", "processor": "processor", "memory": "machine.memory.total_bytes",
      "cards": "cards", "odd": "odd",
    ],
    overview: ["hosts": "hosts"]
  ) {
    Field("hosts", .count, "Hosts whose documents were read.") { $0.inventory.hostCount }
    Field("classes", .list(Tables.machineClass.codec), "Machines that are equal, the largest class first.") {
      $0.inventory.classes
    }
    Field("carries", .list(Tables.carriedModel.codec), "Which models each class carries, the best first.") {
      $0.carried
    }
    Field("assignment", .list(Tables.assignmentShare.codec), "Which host serves what; empty where nothing is wanted.") {
      $0.shares
    }
    Field("unmet", .list(Tables.unmetWant.codec), "What cannot be served.") { $0.assignment?.unmet ?? [] }
    Field("spare_hosts", optional: .list(.text), "Hosts that would serve nothing; null where nothing is wanted.") {
      $0.assignment?.spareHosts
    }
    Field("solver", optional: Tables.assignmentSearch.codec, "How well the assignment is known to be the best.") {
      $0.assignment?.search
    }
    Field("spans", .list(Tables.span.codec), "Models over several hosts; empty where none is asked or possible.") {
      $0.describedSpans
    }
    Field("skipped", .list(Tables.skippedDocument.codec), "Documents that could not be read.") { $0.skipped }
  }
}

extension Tables {
  static let machineClass = Table<MachineClass>("machine_class", "Hosts with equal machines.") {
    Field("fingerprint", .text, "Digits of what they have in common; other documents may have others for them.") {
      $0.fingerprint
    }
    Field("count", .count, "How many there are.") { $0.hosts.count }
    Field("hosts", .list(.text), "Their names: those of their documents.") { $0.hosts.map(\.name) }
    Field("processor", .text, "The processors in words.") { FleetSentences.processor($0.machine) }
    Field("cards", .text, "The cards in words.") { FleetSentences.cards($0.machine) }
    Field("odd", .list(.word), "Kinds of what is odd about some of them.") { kind in
      Oddity.Finding.Kind.allCases.filter { kind.oddities.map(\.finding.kind).contains($0) }
    }
    Field("oddities", .list(oddity.codec), "By what hosts differ from what they should be.") { $0.oddities }
    Field("machine", machine.codec, "The machine, with the least that is free on any host that is not busy.") {
      $0.machine
    }
  }

  private static let oddity = Table<Oddity>("oddity", "Something by which hosts differ from what they should be.") {
    Field("kind", .word, "What it is.") { $0.finding.kind }
    Field("hosts", .list(.text), "The hosts.") { $0.hosts }
    Field("subject", .text, "The part of the machine.") { FleetSentences.subject($0.finding) }
    Field("found", .text, "What there is.") { FleetSentences.found($0.finding) }
    Field("expected", optional: .text, "What there should be.") { FleetSentences.expected($0.finding) }
    Field("text", .text, "The same in a sentence.") { FleetSentences.text($0.finding) }
  }

  static let carriedModel = Table<CarriedModel>("carried_model", "A model that every host of a class carries.") {
    Field("class", .text, "The class's fingerprint.") { $0.fingerprint }
    Field("use_case", .word, "What it is for.") { $0.useCase }
    Field("rank", .count, "1 is the best.") { $0.pick.rank }
    Field("model", .text, "The catalogue's id.") { $0.pick.model.id }
    Field("name", .text, "Its name.") { $0.pick.model.name }
    Field("quantization", .text, "The quantization.") { $0.pick.fit.quantization }
    Field("context", .tokens, "The context that it is planned with.") { $0.pick.fit.workload.context }
    Field("placement", .word, "Where it lies.") { $0.pick.fit.placement.mode }
    Field("total_bytes", .bytes, "Memory over all pools.") { $0.pick.fit.memory.totalBytes }
    Field("load", .rounded(), "What it takes of the budget of the memory that it fills most.") { $0.load }
    Field("headroom_bytes", .balance, "The smallest budget less demand over all pools.") { $0.pick.fit.headroomBytes }
    Field("quality", .rounded(), "For the use case, on a scale to 100.") { $0.pick.utility.quality }
    Field("tokens_per_second", estimate(.tokensPerSecond), "Of writing; of reading where it only reads.") { $0.speed }
    Field("time_to_first_token_seconds", estimate(.seconds), "The wait for a usual prompt.") {
      $0.pick.speed.timeToFirstTokenSeconds
    }
  }

  static let skippedDocument = Table<FleetAnswer.Skipped>("skipped_document", "A document that could not be read.") {
    Field("file", .text, "Its path.") { $0.file }
    Field("reason", .text, "What was expected, and where.") { $0.reason }
  }
}
