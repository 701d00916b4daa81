import Base
import Machines
import Memory
import Models
import Ranking
import Serving
import Speed

/// One model over several hosts, with one engine, and what is said for it against one host alone.
package struct Span: Sendable {
  /// What each of its hosts takes.
  package struct Part: Sendable {
    package var host: String
    package var fingerprint: String
    package var isHead: Bool
    /// Repeating layers that it computes.
    package var layers: Int
    package var memory: MemoryDemand
    /// What it may take of the pools that are used: its cards, or its main memory.
    package var budgetBytes: Int
  }

  package enum Method: String, Sendable, CaseIterable {
    /// llama.cpp's RPC servers, each with a part of the layers.
    case rpc
    case pipeline, tensor, experts
  }

  package var model: Model
  package var engine: ServingEngine
  package var method: Method
  /// A file of the user's own that it is; nil for what is published.
  package var file: String?
  package var checkpoint: Checkpoint
  /// Tokens of a sequence.
  package var context: Int
  /// The head first.
  package var parts: [Part]
  package var verdict: Verdict
  package var split: Deployment.Split
  /// Nil where it does not fit, or a needed rate is not known.
  package var tokensPerSecond: Estimate?
  package var timeToFirstTokenSeconds: Estimate?
  /// Requests at once, each with its whole context; nil where nothing is said of it.
  package var maxConcurrency: Int?
  package var use: LinkUse
  /// What it is worth to one person, and the answers alone.
  package var utility: Utility?
  package var plan: Plan
  package var judgement: Judgement?

  /// What its commands are made of.
  package enum Plan: Sendable {
    case llama(LlamaSpan)
    case served(CapacityRow, ServingRequest)
  }

  /// The best that one host does instead.
  package struct Alternative: Sendable {
    package var host: String
    package var fingerprint: String
    package var model: Model
    package var quantization: String
    package var tokensPerSecond: Estimate
    package var utility: Utility
  }

  package struct Judgement: Sendable {
    package var alternative: Alternative?
    package var reason: Reason

    package enum Reason: String, Sendable, CaseIterable {
      /// One host has room for the model itself, where it is worth as much.
      case oneHostHoldsIt = "one-host-holds-it"
      /// Another model on one host is worth as much or more.
      case smallerIsBetter = "smaller-is-better"
      case better
      /// No host runs anything for the use case.
      case nothingElse = "nothing-else"
      case doesNotFit = "does-not-fit"
      case unknownSpeed = "unknown-speed"
    }

    package var isWorthIt: Bool { [.better, .nothingElse].contains(reason) }
  }

  /// The network's part of the time of a token.
  package var networkShare: Double? {
    tokensPerSecond.map { min(1, use.seconds * $0.estimate) }
  }
}
