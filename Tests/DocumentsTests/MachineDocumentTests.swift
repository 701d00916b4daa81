import Base
import Machines
import TestSupport
import Testing

@testable import Documents

/// What is written of a machine is read back.
@Suite struct MachineDocumentTests {
  private static func machine(seed: UInt64) throws -> Machine {
    var random = SeededRandom(seed: seed)
    func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &random) ? value : nil }
    func fact<Value>(_ value: Value) -> Known<Value> {
      Known(maybe(value), otherwise: "reason \(Int.random(in: 0..<9, using: &random))")
    }
    var machine = try SimulatedMachine.machine(gpus: ["RTX 3060 12GB", "RX 7900 XTX"], ramBytes: 64 << 30)
    machine.os.hypervisor = Bool.random(using: &random) ? .unknown(reason: "hidden") : .known(maybe("kvm"))
    machine.os.name = fact("Linux")
    (machine.cpu.hasActiveSMT, machine.cpu.maximumFrequencyHz) = (fact(true), fact(3.5e9))
    (machine.cpu.quotaProcessors, machine.cpu.offlineThreads) = (maybe(1.5), Int.random(in: 0...4, using: &random))
    machine.cpu.caches = [CPU.Cache(level: 3, kind: .unified, bytes: 8 << 20, count: 1, sharedByThreads: maybe(8))]
    machine.cpu.numaNodes = (0..<2).map { CPU.NUMANode(id: $0, memoryBytes: fact(32 << 30), cpus: "\($0)") }
    (machine.memory.limitBytes, machine.memory.limitSource) = (.known(maybe(1 << 30)), maybe("/a/memory.max"))
    (machine.memory.swapBytes, machine.memory.swapLimitBytes) = (fact(0), maybe(1 << 20))
    let link = PCILink(transfersPerSecond: maybe(16e9), lanes: maybe(8), maximumTransfersPerSecond: 32e9)
    machine.accelerators[0].link = maybe(link)
    machine.accelerators[0].bridges = [PCIBridge(pciAddress: "0000:00:01.0", link: link)]
    (machine.accelerators[0].barBytes, machine.accelerators[0].features) = ([1 << 28, 0], ["a": "b", "c/d": "e"])
    (machine.accelerators[1].memoryKind, machine.accelerators[1].reason) = (fact(.shared), maybe("why"))
    (machine.accelerators[1].carveOutBytes, machine.accelerators[1].lentBytes) = (maybe(1 << 29), maybe(1 << 33))
    machine.storage = [Storage(purpose: "ollama", path: "/models", freeBytes: fact(5 << 40))]
    machine.runtimes = [Runtime(name: "ollama", version: fact("0.12"), endpoint: maybe("http://a:1"), isRunning: true)]
    machine.gaps = [Gap("vulkan", "no driver")]
    machine.origin = .document
    return machine
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func whatIsWrittenIsRead(seed: UInt64) throws {
    let machine = try Self.machine(seed: seed)
    let document = Contract.hardware.json(machine, version: "1")
    #expect(try MachineReader.machine(JSONNode(parsing: JSONWriter.text(document))) == machine)
    #expect(try SchemaCheck.findings(in: document, schema: "hardware") == [])
    // Every null of a fact has its reason.
    let subjects = Set(MachineGaps.all(machine).map(\.subject))
    let device = machine.accelerators[1]
    #expect(subjects.contains("accelerators.\(device.id).memory_kind") == (device.memoryKind.value == nil))
    #expect(subjects.contains("cpu.numa_nodes.1.memory_bytes") == (machine.cpu.numaNodes[1].memoryBytes.value == nil))
    #expect(subjects.contains("storage.ollama.free_bytes") == (machine.storage[0].freeBytes.value == nil))
  }

  @Test(arguments: [
    ("{}", "/schema", "is missing"), ("{\"schema\": \"plimsoll.fit/1\"}", "/schema", "plimsoll.hardware/1"),
    ("{\"schema\": \"plimsoll.scan/1\", \"machine\": {\"os\": {}, \"cpu\": 5}}", "/machine/cpu", "an object"),
    (
      """
      {"schema": "plimsoll.hardware/1", "machine": {"os": {}, "cpu": {"caches": [{"level": 11}]}}}
      """, "/machine/cpu/caches/0/level", "from 1 to 9"
    ),
    (
      """
      {"schema": "plimsoll.hardware/1", "machine": {"os": {}, "cpu": {}, "memory": {}, "accelerators": [
      {"id": "0", "vendor": "acme", "usable": true}]}}
      """, "/machine/accelerators/0/vendor", "one of nvidia, amd"
    ),
  ])
  func whatIsNotADocumentOfAMachineIsRefusedWithItsPlace(text: String, pointer: String, expected: String) throws {
    let document = try JSONNode(parsing: text)
    let error = #expect(throws: JSONShapeError.self) { try MachineReader.machine(document) }
    #expect(error?.pointer == pointer)
    #expect(error?.expected.contains(expected) == true, "\(error?.expected ?? "")")
  }
}
