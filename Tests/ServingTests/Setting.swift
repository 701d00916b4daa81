import Base
import Machines
import Memory
import Models

@testable import Serving

/// Models and machines that the tests share.
enum Setting {
  static let models: [String: Model] = Dictionary(
    ((try? Catalog.builtIn().models) ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  static func machine(_ gpus: [String], ramGibibytes: Int = 512, cores: Int? = nil) throws -> Machine {
    try SimulatedMachine.machine(gpus: gpus, ramBytes: ramGibibytes << 30, cores: cores)
  }
}
