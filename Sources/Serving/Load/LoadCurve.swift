/// A machine with so many people who all wait at once.
package struct LoadPoint: Sendable, Equatable {
  package var people: Int
  package var outputTokensPerSecond: Double
  package var tokensPerSecondPerUser: Double
  /// What one request in twenty exceeds.
  package var timeToFirstTokenSeconds: Double
}

extension LoadModel {
  /// From one person to as many as fit, twice as many each time.
  package var curve: [LoadPoint] {
    let most = places * replicas
    var counts: [Int] = []
    var people = 1
    while people < most {
      counts.append(people)
      people *= 2
    }
    return (counts + [most]).map { people in
      let state = state(.users(people, thinkSeconds: 0))
      return LoadPoint(
        people: people, outputTokensPerSecond: state.requestsPerSecond * Double(request.outputTokens),
        tokensPerSecondPerUser: 1 / state.tokenSeconds.p50,
        timeToFirstTokenSeconds: state.timeToFirstToken?.p95 ?? .infinity)
    }
  }
}
