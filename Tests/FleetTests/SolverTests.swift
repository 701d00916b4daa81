import Solver
import TestSupport
import Testing

/// The library for integer programs, against every allowed value of small ones.
@Suite(.enabled(if: GLPK() != nil, "libglpk.so.40 is not there")) struct SolverTests {
  @Test func theBestValuesAreThoseOfAllThatAreAllowed() throws {
    let library = try #require(GLPK())
    var mutator = Mutator(seed: 11)
    for _ in 0..<60 {
      var program = IntegerProgram()
      let costs = (0..<3).map { _ in Double(mutator.number(below: 21)) - 10 }
      let columns = costs.map { program.column(cost: $0, upper: 4) }
      let factors = (0..<2).map { _ in columns.map { ($0, Double(mutator.number(below: 7))) } }
      let limits = (0..<2).map { _ in Double(mutator.number(below: 25)) }
      program.row(atMost: limits[0], factors[0])
      program.row(atLeast: min(limits[1], 4), factors[1])
      var best: Double?
      for values in 0..<125 {
        let point = [values % 5, values / 5 % 5, values / 25].map(Double.init)
        let sums = factors.map { zip($0, point).reduce(0) { $0 + $1.0.1 * $1.1 } }
        guard sums[0] <= limits[0], sums[1] >= min(limits[1], 4) else { continue }
        let cost = zip(costs, point).reduce(0) { $0 + $1.0 * $1.1 }
        best = min(best ?? cost, cost)
      }
      let found = library.solve(program, seconds: 5)
      #expect(found?.objective == best)
      #expect(found.map { $0.isProven && $0.gap == 0 && $0.bound == $0.objective } ?? true)
    }
  }

  @Test func nothingAllowedIsNothingFound() throws {
    var program = IntegerProgram()
    let column = program.column(cost: 1, upper: 1)
    program.row(atLeast: 2, [(column, 1)])
    #expect(try #require(GLPK()).solve(program, seconds: 1) == nil)
    #expect(try #require(GLPK()).solve(IntegerProgram(), seconds: 1)?.objective == 0)
  }
}
