import Glibc
import TestSupport

@testable import Serving

/// A server that computes prompts and steps one after the other, simulated event by event.
///
/// Whoever finds a place has the prompt computed at once, one by one; a step writes a token for all inside. Answers are
/// between half and one and a half times as long as asked.
struct SimulatedServer {
  let times: any BatchTimes
  let request: ServingRequest
  let places: Int

  struct Outcome {
    var firstToken: [Double] = []
    var tokenSeconds: [Double] = []
    var requestsPerSecond = 0.0

    func firstTokenQuantile(_ share: Double) -> Double { Self.quantile(firstToken, share) }
    func tokenQuantile(_ share: Double) -> Double { Self.quantile(tokenSeconds, share) }

    private static func quantile(_ values: [Double], _ share: Double) -> Double {
      let sorted = values.sorted()
      return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
  }

  private struct Answer {
    var arrival: Double
    var first: Double
    let length: Int
    var left: Int
  }

  /// So many requests that arrive at random: at a rate, or from people who think.
  func run(_ demand: ServingRequest.Demand, requests: Int, seed: UInt64) -> Outcome {
    var random = SeededRandom(seed: seed)
    func pause(_ mean: Double) -> Double { -log(Double.random(in: 1e-12..<1, using: &random)) * mean }
    var (clock, arrivals): (Double, [Double]) = (0, [])
    var think: Double?
    switch demand {
    case .rate(let rate):
      var time = 0.0
      for _ in 0..<requests {
        time += pause(1 / rate)
        arrivals.append(time)
      }
    case .users(let users, let seconds):
      think = seconds
      arrivals = (0..<users).map { _ in pause(seconds) }.sorted()
    case .most: return Outcome()
    }
    let prompt = times.prompt(tokens: request.inputTokens)
    var (inside, outcome): ([Answer], Outcome) = ([], Outcome())
    while outcome.tokenSeconds.count < requests, !(arrivals.isEmpty && inside.isEmpty) {
      if inside.isEmpty, let next = arrivals.first, next > clock { clock = next }
      if inside.count < places, let next = arrivals.first, next <= clock {
        arrivals.removeFirst()
        clock += prompt.occupied
        let length = Int.random(in: request.outputTokens / 2...request.outputTokens * 3 / 2, using: &random)
        let first = clock + times.step(sequences: Double(inside.count + 1), depth: request.depth).seconds
        inside.append(Answer(arrival: next, first: first, length: length, left: length))
        continue
      }
      clock += times.step(sequences: Double(inside.count), depth: request.depth).seconds
      for index in inside.indices {
        inside[index].left -= 1
      }
      for answer in inside where answer.left == 0 {
        outcome.firstToken.append(answer.first - answer.arrival)
        outcome.tokenSeconds.append((clock - answer.first) / Double(max(1, answer.length - 1)))
        if let think {
          let next = clock + pause(think)
          arrivals.insert(next, at: arrivals.firstIndex { $0 > next } ?? arrivals.endIndex)
        }
      }
      inside.removeAll { $0.left == 0 }
    }
    outcome.requestsPerSecond = Double(outcome.tokenSeconds.count) / clock
    return outcome
  }
}
