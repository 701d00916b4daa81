import Base
import Machines
import TestSupport
import Testing

@testable import Speed

@Suite struct SpeedConstantsTests {
  @Test func everyGPUBackendHasConstants() throws {
    let file = try #require(EmbeddedFile.named("speed-constants.json"))
    let constants = try JSONTape(file.bytes).read { node throws(JSONShapeError) in try SpeedConstants(node) }
    for backend in Backend.allCases where backend != .cpu {
      let entry = try #require(constants.entry(backend, generation: nil))
      #expect(entry.rows > 0)
      #expect(!constants.generations(of: backend).isEmpty)
      #expect(entry.decode.bandwidthShare > 0.5 && entry.decode.bandwidthShare <= 1)
    }
    #expect(constants.entry(.cpu, generation: nil) == nil)
  }
}
