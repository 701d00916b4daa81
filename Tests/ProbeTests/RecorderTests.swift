import Base
import Documents
import Glibc
import Probe
import TestSupport
import Testing

@Suite struct RecorderTests {
  /// A recording of this machine, probed twice, gives the same bytes, and the facts that do not change are the machine's.
  @Test func aRecordingSpeaksForTheMachine() throws {
    let place = try TestFolder()
    let folder = place.path + "/recording"
    let environment = ["HOME": "/home/somebody", "PATH": "/usr/bin", "OLLAMA_MODELS": "/home/somebody/models"]
    #expect(try Recorder(environment: environment, executable: nil).record(to: folder) > 10)
    let live = HardwareProbe(root: .live, environment: environment, executable: nil).machine()
    let root = SystemRoot(folder)
    let first = HardwareProbe(root: root, environment: ["HOME": "/other"], executable: nil).machine()
    let second = HardwareProbe(root: root, environment: [:], executable: nil).machine()
    #expect(
      JSONWriter.text(Contract.hardware.json(first, version: "1"))
        == JSONWriter.text(Contract.hardware.json(second, version: "1")))
    #expect(first.os == live.os)
    var cpu = first.cpu
    cpu.currentFrequencyHz = live.cpu.currentFrequencyHz
    #expect(cpu == live.cpu)
    #expect(first.memory.totalBytes == live.memory.totalBytes)
    #expect(first.memory.limitBytes == live.memory.limitBytes)
    #expect(first.storage.map(\.path) == ["~/models", "~/.cache/llama.cpp", "~/.cache/huggingface/hub"])
    #expect(try !Files.text(folder + "/plimsoll/facts.json").contains("somebody"))
  }

  @Test func aFolderWithSomethingInItIsLeftAlone() {
    #expect(throws: Recorder.Problem.self) { try Recorder(environment: [:], executable: nil).record(to: "/etc") }
  }

  @Test func aPlaceThatCannotBeMadeIsAProblemAndLeavesNothing() {
    #expect(throws: Recorder.Problem.self) {
      try Recorder(environment: [:], executable: nil).record(to: "/proc/no/such/place")
    }
  }
}
