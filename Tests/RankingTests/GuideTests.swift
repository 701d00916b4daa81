import Machines
import Memory
import Models
import TestSupport
import Testing

@testable import Ranking

/// A machine and a use case, with the picks that published guides accept for it.
struct GuideCase: CustomTestStringConvertible, Sendable {
  var name: String
  var machine: Parts
  var useCase: UseCase
  var accepts: [Answer]
  /// Not what the guides would take first, but not wrong.
  var tolerates: [Answer]
  var why: String

  var testDescription: String { name }

  struct Parts: Sendable {
    var gpu: String?
    var gibibytes: Int
    var cores: Int
    /// Bandwidth of main memory in gigabytes per second.
    var rate: Double
  }

  /// Models, and the bits of a weight by the quantization's name.
  struct Answer: Sendable {
    var models: String
    var bits: ClosedRange<Int>

    init(_ models: String, _ bits: ClosedRange<Int>) { (self.models, self.bits) = (models, bits) }

    func contains(_ candidate: Candidate) throws -> Bool {
      try Regex(models).wholeMatch(in: candidate.model.id) != nil && bits.contains(candidate.fit.namedBits)
    }
  }

  func pick() throws -> Candidate {
    let machine = try SimulatedMachine.machine(
      gpus: self.machine.gpu.map { [$0] } ?? [], ramBytes: self.machine.gibibytes << 30, cores: self.machine.cores,
      memoryBandwidthBytesPerSecond: self.machine.rate * 1e9)
    return try #require(Panel.answer(machine, useCase: useCase, limit: 1).picks.first?.candidate)
  }
}

extension Fit {
  /// The first number in the quantization's name, as guides speak of `Q4`.
  fileprivate var namedBits: Int {
    let digits = quantization.drop { !$0.isNumber }.prefix { $0.isNumber }
    return Int(digits) ?? 0
  }
}

extension Verify {
  @Suite struct GuideTests {
    /// How many first picks are among what guides accept; nine in ten are 43.
    static let acceptedPicks = 43

    @Test func firstPicksAreWhatGuidesAccept() throws {
      var (accepted, others): (Int, [String]) = (0, [])
      for entry in GuideCase.all {
        let pick = try entry.pick()
        if try entry.accepts.contains(where: { try $0.contains(pick) }) {
          accepted += 1
        } else {
          others.append("\(entry.name): \(pick.model.id) \(pick.fit.quantization), but \(entry.why)")
        }
      }
      #expect(accepted >= Self.acceptedPicks, "\(others.joined(separator: "\n"))")
    }

    /// Too slow to read along, of two bits, or much smaller or larger than what guides name.
    @Test(arguments: GuideCase.all)
    func noFirstPickIsClearlyWrong(_ entry: GuideCase) throws {
      let pick = try entry.pick()
      let name: Comment = "\(pick.model.id) \(pick.fit.quantization), but \(entry.why)"
      #expect(!pick.fit.keepsFewBits, name)
      #expect(entry.useCase == .embedding || pick.speed.decodeTokensPerSecond.estimate >= 3, name)
      // What guides still name is not outdated.
      let isNamed = try entry.accepts.contains { try $0.contains(pick) }
      #expect(isNamed || pick.model.released.map { $0 >= "2024-06" } ?? true, name)
    }
  }
}
