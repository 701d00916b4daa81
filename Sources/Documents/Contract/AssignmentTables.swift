import Base
import Fleet
import Machines
import Ranking

/// A share of the assignment, and the machine of its class.
struct DescribedShare: Sendable {
  var share: Assignment.Share
  @Shared var machine: Machine

  init(_ share: Assignment.Share, _ machine: Machine) {
    self.share = share
    _machine = Shared(wrappedValue: machine)
  }

  var command: String? {
    ServeCommand.line(
      share.row, model: share.model, file: nil, request: share.want.request, accelerators: machine.accelerators)
  }
}

extension FleetAnswer {
  var shares: [DescribedShare] {
    let machines = Dictionary(
      inventory.classes.map { ($0.fingerprint, $0.machine) }, uniquingKeysWith: { first, _ in first })
    return (assignment?.shares ?? []).map { share in
      DescribedShare(share, machines[share.fingerprint] ?? Machine(origin: .document))
    }
  }
}

extension Tables {
  static let assignmentShare = Table<DescribedShare>("assignment_share", "Copies of a model on one host.") {
    Field("want", .text, "The want that they serve.") { $0.share.want.name }
    Field("host", .text, "The host.") { $0.share.host }
    Field("class", .text, "Its class.") { $0.share.fingerprint }
    Field("model", .text, "The catalogue's id.") { $0.share.model.id }
    Field("engine", .word, "What serves it.") { $0.share.row.engine }
    Field("checkpoint", .text, "What is loaded.") { $0.share.row.checkpoint.label }
    Field("repository", optional: .text, "Who publishes it; null where nobody is known.") {
      $0.share.row.checkpoint.repository
    }
    Field("replicas", .count, "Copies on the host.") { $0.share.replicas }
    Field("cards", .count, "Cards that each deployment takes; 0: the processor.") { $0.share.row.split.gpus }
    Field("users", optional: .rounded(), "People that they serve; null where requests per second are asked for.") {
      $0.share.want.request.users == nil ? nil : $0.share.served
    }
    Field("requests_per_second", optional: .rounded(), "Requests that they serve; null where people are asked for.") {
      $0.share.want.request.users == nil ? $0.share.served : nil
    }
    Field("capacity", .rounded(), "The most of the same that they serve within the level.") { $0.share.capacity }
    Field("load", .rounded(), "What of the capacity is used.") { $0.share.served / max($0.share.capacity, 1e-12) }
    Field("command", optional: .text, "What starts one deployment; null where it is not known.") { $0.command }
  }

  static let unmetWant = Table<Assignment.Unmet>("unmet_want", "A want that is not served, or not all of it.") {
    Field("want", .text, "The want.") { $0.want.name }
    Field("model", optional: .text, "The model that hardware is looked for; null where none was chosen.") {
      $0.model?.id
    }
    Field("reason", .text, "Why.") { AssignmentSentences.reason($0) }
    Field("served", .rounded(), "What of it is served: people, or requests per second.") { unmet in
      if case .tooFew(let served, _) = unmet.reason { served } else { 0 }
    }
    Field("cheapest_purchase", optional: purchase.codec, "What would serve the rest; null where nothing known does.") {
      $0.purchase
    }
  }

  private static let purchase = Table<ServingPlan.Option>("fleet_purchase", "Hardware to buy.") {
    Field("text", .text, "In words.") { AssignmentSentences.purchase($0) }
    Field("gpu", optional: .text, "The card; null for machines without one.") { $0.gpu }
    Field("gpu_count", .count, "Cards in each machine.") { $0.gpuCount }
    Field("machines", .count, "Machines alike.") { $0.machines }
    Field("ram_bytes", .bytes, "Main memory of each.") { $0.mainMemoryBytes }
    Field("price_usd", optional: .number(.dollars), "Price of all cards together; null when it is not known.") {
      $0.priceUSD
    }
    Field("engine", .word, "What serves the model on it.") { $0.row.engine }
    Field("checkpoint", .text, "What is loaded.") { $0.row.checkpoint.label }
  }

  static let assignmentSearch = Table<Assignment.Search>("assignment_search", "A search of an integer program.") {
    Field("name", .text, "The library and its version.") { $0.solver }
    Field("proven", .flag, "Whether no assignment is better.") { $0.isProven }
    Field("unserved", .rounded(), "Sum over the wants of the share that is left.") { $0.unservedShare }
    Field("bound", .rounded(), "The same cannot be less than this.") { $0.bound }
    Field("gap", .rounded(), "How far quality and machines may be from the best, of their value.") { $0.gap }
    Field("seconds", .rounded(), "What it took, capacities of the classes included.") { $0.seconds }
  }
}
