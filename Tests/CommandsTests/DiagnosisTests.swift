import Base
import Machines
import TestSupport
import Testing

@testable import Commands

@Suite struct DiagnosisTests {
  private func machine(_ gpus: [String]) throws -> Machine {
    try SimulatedMachine.machine(gpus: gpus, ramBytes: 32 << 30)
  }

  private func subjects(_ machine: Machine, _ circumstances: Diagnosis.Circumstances) -> [String] {
    Diagnosis(machine: machine, circumstances: circumstances).findings.map(\.subject)
  }

  @Test func nothingIsMissing() throws {
    let quiet = Diagnosis.Circumstances(benchmarkIsDisturbed: false)
    #expect(subjects(try machine(["RTX 4090"]), quiet) == [])
  }

  @Test func whatMattersMostComesFirst() throws {
    var machine = try machine(["RX 7900 XTX"])
    machine.gaps.append(Gap("vulkan", "libvulkan.so.1: cannot open"))
    machine.memory.limitBytes = .known(8 << 30)
    let circumstances = Diagnosis.Circumstances(
      closedDeviceNodes: ["/dev/dri/renderD128"], catalogWarnings: ["old"], hasCurl: false)
    #expect(
      subjects(machine, circumstances) == [
        "/dev/dri/renderD128", "vulkan", "libcurl", "catalog", "memory.limit_bytes", "benchmark",
      ])
  }

  /// A machine without a graphics card needs no driver.
  @Test func driversAreAskedForWithACardAlone() throws {
    var machine = try machine([])
    machine.gaps += [Gap("vulkan", "not there"), Gap("nvml", "not there")]
    #expect(subjects(machine, Diagnosis.Circumstances(benchmarkIsDisturbed: false)) == [])
    var nvidia = try self.machine(["RTX 3060 12GB"])
    nvidia.gaps += machine.gaps
    #expect(subjects(nvidia, Diagnosis.Circumstances(benchmarkIsDisturbed: false)) == ["nvml"])
  }

  @Test(arguments: zip(["0.29.1", "0.30.0", "1.2", "0.5.13-rc1"], [true, false, false, true]))
  func olderOllama(version: String, isOld: Bool) throws {
    var machine = try machine([])
    machine.runtimes = [Runtime(name: "ollama", version: .known(version), endpoint: nil, isRunning: true)]
    let findings = Diagnosis(machine: machine, circumstances: .init(benchmarkIsDisturbed: false)).findings
    #expect(findings.contains { $0.subject == "runtimes.ollama" } == isOld)
  }

  @Test func everyRemedyIsOneLine() throws {
    var machine = try machine(["RX 7900 XTX", "RTX 4090"])
    machine.gaps += [Gap("vulkan", "not there"), Gap("nvml", "not there")]
    machine.memory.bandwidthBytesPerSecond = .unknown(reason: "no permission")
    let all = Diagnosis(
      machine: machine, circumstances: .init(closedDeviceNodes: ["/dev/kfd"], hasCurl: false)
    ).findings
    #expect(all.count >= 5)
    #expect(all.allSatisfy { !($0.remedy ?? "").contains("\n") && !$0.text.hasSuffix(".") })
  }
}
