import Base
import Fleet
import Machines
import Serving

/// A span, and the machines of its hosts.
struct DescribedSpan: Sendable {
  var span: Span
  var link: NodeLink
  @Shared var machines: [Machine]

  init(_ span: Span, _ link: NodeLink, _ machines: [Machine]) {
    (self.span, self.link) = (span, link)
    _machines = Shared(wrappedValue: machines)
  }
}

extension FleetAnswer {
  var describedSpans: [DescribedSpan] {
    guard let link, let spans else { return [] }
    let machines = Dictionary(
      inventory.classes.map { ($0.fingerprint, $0.machine) }, uniquingKeysWith: { first, _ in first })
    return spans.map { span in
      DescribedSpan(span, link, span.parts.map { machines[$0.fingerprint] ?? Machine(origin: .document) })
    }
  }
}

extension Tables {
  static let span = Table<DescribedSpan>(
    "span", "One model over several hosts, and the best that one of them does alone."
  ) {
    Field("model", .text, "The catalogue's id.") { $0.span.model.id }
    Field("name", .text, "Its name.") { $0.span.model.name }
    Field("engine", .word, "What runs it.") { $0.span.engine }
    Field("method", .word, "How the hosts share it.") { $0.span.method }
    Field("checkpoint", .text, "What is loaded.") { $0.span.checkpoint.label }
    Field("repository", optional: .text, "Who publishes it; null where nobody is known.") {
      $0.span.checkpoint.repository
    }
    Field("context", .tokens, "Tokens of a sequence.") { $0.span.context }
    Field("hosts", .list(spanPart.codec), "What each host takes, the head first.") { $0.span.parts }
    Field("gpus", .count, "Cards over all hosts; 0: the processors.") { $0.span.split.gpus }
    Field("tensor_parallel", .count, "Cards that share each layer.") { $0.span.split.tensorParallel }
    Field("pipeline_parallel", .count, "Stages with a part of the layers each.") { $0.span.split.pipelineParallel }
    Field("expert_parallel", .count, "Cards among which whole experts are spread; 1: experts are split too.") {
      $0.span.split.expertParallel
    }
    Field("verdict", .word, "How well it fits.") { $0.span.verdict }
    Field("tokens_per_second", optional: estimate(.tokensPerSecond), "Of writing for one person; null: not known.") {
      $0.span.tokensPerSecond
    }
    Field("time_to_first_token_seconds", optional: estimate(.seconds), "The wait for a usual prompt.") {
      $0.span.timeToFirstTokenSeconds
    }
    Field("max_concurrency", optional: .count, "Requests of this length at once; null where it does not fit.") {
      $0.span.maxConcurrency
    }
    Field("network", spanNetwork.codec, "What the links take of each token.") { $0 }
    Field("quality", optional: .rounded(), "Of its answers, on a scale to 100; null where its speed is not known.") {
      $0.span.utility?.quality
    }
    Field("utility", optional: .rounded(), "The same less the waiting, as picks are ranked.") {
      $0.span.utility?.points
    }
    Field("worth_it", optional: .flag, "Whether that is more than one host offers; null where nothing is said of it.") {
      $0.span.judgement.flatMap { $0.reason == .unknownSpeed ? nil : $0.isWorthIt }
    }
    Field("judgement", optional: .word, "Why.") { $0.span.judgement?.reason }
    Field("reason", .text, "The same in a sentence.") { SpanSentences.reason($0.span) }
    Field("alternative", optional: spanAlternative.codec, "The best on one host; null where nothing runs there.") {
      $0.span.judgement?.alternative
    }
    Field("commands", .list(spanCommand.codec), "What starts it, in this order; empty where it is not known.") {
      SpanCommands.lines($0.span, machines: $0.machines)
    }
  }

  private static let spanPart = Table<Span.Part>("span_part", "A host's part of a model.") {
    Field("host", .text, "The host.") { $0.host }
    Field("class", .text, "Its class.") { $0.fingerprint }
    Field("role", .text, "`head`: it has the requests; `worker`: it computes for the head.") {
      $0.isHead ? "head" : "worker"
    }
    Field("layers", .count, "Repeating layers that it has a part in.") { $0.layers }
    Field("memory", demand.codec, "What it takes of all its memory.") { $0.memory }
    Field("budget_bytes", .bytes, "What it may take of the memory where the layers lie.") { $0.budgetBytes }
    Field("headroom_bytes", .balance, "The budget less the memory.") { $0.budgetBytes - $0.memory.totalBytes }
  }

  private static let spanNetwork = Table<DescribedSpan>("span_network", "What the links take of a token.") {
    Field("bytes_per_second", .number(.bytesPerSecond), "Of a link, in each direction.") { $0.link.bytesPerSecond }
    Field("latency_seconds", .number(.seconds), "One way.") { $0.link.latency }
    Field("bytes_per_token", .rounded(), "Over all links.") { $0.span.use.bytes }
    Field("waits_per_token", .count, "Messages one after the other, each of which takes the latency.") {
      $0.span.use.waits
    }
    Field("seconds_per_token", .number(.seconds), "All of it.") { $0.span.use.seconds }
    Field("share", optional: .rounded(), "Of a token's time; null where that is not known.") { $0.span.networkShare }
  }

  private static let spanAlternative = Table<Span.Alternative>("span_alternative", "What one host runs alone.") {
    Field("host", .text, "A host of the class.") { $0.host }
    Field("class", .text, "The class.") { $0.fingerprint }
    Field("model", .text, "The catalogue's id.") { $0.model.id }
    Field("name", .text, "Its name.") { $0.model.name }
    Field("quantization", .text, "The quantization.") { $0.quantization }
    Field("tokens_per_second", estimate(.tokensPerSecond), "Of writing.") { $0.tokensPerSecond }
    Field("quality", .rounded(), "Of its answers, on a scale to 100.") { $0.utility.quality }
    Field("utility", .rounded(), "The same less the waiting, as picks are ranked.") { $0.utility.points }
  }

  private static let spanCommand = Table<SpanCommands.Line>("span_command", "A command line of one host.") {
    Field("host", .text, "Where it is typed.") { $0.host }
    Field("command", .text, "The line.") { ShellWord.line($0.words) }
  }
}
