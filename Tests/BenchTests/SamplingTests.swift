import CSystem
import Testing

@testable import Bench

@Suite struct SamplingTests {
  /// A machine on which a run takes as long as it is told.
  private final class Machine {
    var seconds = 1.0
    private(set) var runs = 0

    func figure(amount: Double) -> Sampling {
      Sampling {
        Sampling.Run(amount: amount) { [self] in
          runs += 1
          return plimsoll_crew_time(seconds: seconds, running: seconds, waited: 0)
        }
      }
    }
  }

  private static let wanted = Sampling.Wanted(most: 3, least: 2)

  private func turn(_ sampling: Sampling, end: Double = .infinity, busyEnd: Double = .infinity) {
    sampling.takeTurn(Self.wanted, end: end, busyEnd: busyEnd)
  }

  /// What slows all runs for a while falls on the samples of one turn, and no figure's median moves.
  @Test func aWhileOfDisturbanceMovesNoFigure() {
    let machine = Machine()
    let figures = [machine.figure(amount: 10), machine.figure(amount: 20)]
    for slowness in [1.0, 3, 1] {
      for figure in figures {
        machine.seconds = slowness
        turn(figure)
      }
    }
    #expect(figures.map(\.sampled.spread.median) == [10, 20])
    #expect(figures[0].sampled.spread.low == 10 / 3.0)
    #expect(machine.runs == 2 * 3 * 4, "the first run of each turn does not count")
  }

  @Test func whatSpreadsOrWasDisturbedWantsMoreSamples() {
    let machine = Machine()
    let figure = machine.figure(amount: 10)
    #expect(figure.isUnsettled)
    machine.seconds = 2
    turn(figure)
    #expect(!figure.isUnsettled)
    machine.seconds = 1
    turn(figure)
    #expect(figure.isUnsettled, "two rates")
    turn(figure)
    turn(figure)
    turn(figure)
    #expect(!figure.isUnsettled)
  }

  @Test func whereTimeIsShortFewSamplesAreEnough() {
    let machine = Machine()
    let figure = machine.figure(amount: 10)
    turn(figure, end: 0)
    #expect(machine.runs == 1 + Self.wanted.least)
    turn(figure, end: 0, busyEnd: 0)
    #expect(machine.runs == 2 + Self.wanted.least, "one that counts")
  }

  @Test func whatCannotBePreparedHasNoFigure() {
    let sampling = Sampling { nil }
    turn(sampling)
    #expect(sampling.sampled.spread.median == 0)
  }
}
