import Base
import Machines
import Testing

@Suite struct GPUMatchTests {
  let table = GPUTable.builtIn

  struct Device: CustomTestStringConvertible {
    var id: String?
    var revision: Int?
    var mebibytes: Int?
    var name: String?
    var fact: String?
    var gigabytesPerSecond: Double?
    var testDescription: String { "\(id ?? "-") \(name ?? "-") \(mebibytes ?? 0) MiB" }
  }

  static let devices = [
    Device(id: "10de:2684", mebibytes: 24564, fact: "nvidia-geforce-rtx-4090", gigabytesPerSecond: 1008.4),
    // One id, two memory sizes, two bandwidths.
    Device(id: "10de:2504", mebibytes: 12288, fact: "nvidia-geforce-rtx-3060-12-gb", gigabytesPerSecond: 360),
    Device(id: "10de:2504", mebibytes: 8192, fact: "nvidia-geforce-rtx-3060-8-gb", gigabytesPerSecond: 240),
    Device(id: "10de:2504", fact: nil, gigabytesPerSecond: nil),
    // One id, several products by revision.
    Device(id: "1002:744c", revision: 0xc8, fact: "amd-radeon-rx-7900-xtx", gigabytesPerSecond: 960),
    Device(id: "1002:744c", revision: 0xcc, fact: "amd-radeon-rx-7900-xt", gigabytesPerSecond: 800),
    Device(id: "1002:744c", mebibytes: 20464, fact: "amd-radeon-rx-7900-xt", gigabytesPerSecond: 800),
    // A card of two dies shows each as a device with half the memory.
    Device(id: "1002:740c", mebibytes: 65520, fact: "amd-instinct-mi250-die", gigabytesPerSecond: 1638.4),
    // ECC takes a sixteenth of the memory.
    Device(id: "10de:2230", mebibytes: 46068, fact: "nvidia-rtx-a6000", gigabytesPerSecond: 768),
    Device(id: "10de:ffff", mebibytes: 8192, fact: nil, gigabytesPerSecond: nil),
    Device(
      mebibytes: 16376, name: "NVIDIA GeForce RTX 4090 Laptop GPU", fact: "nvidia-geforce-rtx-4090-mobile",
      gigabytesPerSecond: 576),
    // The driver's name is not the name of any product: a part of a name is not a match.
    Device(name: "GeForce RTX 40", fact: nil, gigabytesPerSecond: nil),
    // A name does not overrule the id.
    Device(
      id: "10de:2684", name: "NVIDIA GeForce RTX 3090", fact: "nvidia-geforce-rtx-4090", gigabytesPerSecond: 1008.4),
  ]

  @Test(arguments: devices)
  func tellsTheProduct(_ device: Device) {
    let match = table.match(
      pciID: device.id, revision: device.revision, memoryBytes: device.mebibytes.map { $0 * ByteSize.mebibyte },
      name: device.name)
    #expect(match.gpu?.id == device.fact)
    #expect(match.bandwidthBytesPerSecond.value.map { $0 / 1e9 } == device.gigabytesPerSecond)
  }

  @Test func anAmbiguityNamesTheProducts() throws {
    let match = table.match(pciID: "10de:2504")
    let reason = try #require(match.bandwidthBytesPerSecond.reason)
    #expect(reason.contains("RTX 3060 8 GB") && reason.contains("RTX 3060 12 GB"))
  }

  @Test(arguments: [
    ("AMD EPYC 9554 64-Core Processor", 460.8), ("Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz", 140.8),
    ("AMD Ryzen 7 5700X 8-Core Processor", 51.2), ("Intel(R) Core(TM) i5-8500T CPU @ 2.10GHz", 42.7),
  ])
  func knowsThePlatformsMemory(_ model: String, _ gigabytesPerSecond: Double) {
    #expect(MemoryPlatform.bandwidth(cpuModel: model).value == gigabytesPerSecond * 1e9)
  }

  @Test(arguments: ["13th Gen Intel(R) Core(TM) i7-13700K", "Cortex-A72", ""])
  func leavesOpenWhatTheNameLeavesOpen(_ model: String) {
    #expect(MemoryPlatform.bandwidth(cpuModel: model).value == nil)
  }

  @Test func everyPlatformHasAnExpression() {
    #expect(MemoryPlatform.builtIn.count > 40)
    for platform in MemoryPlatform.builtIn { #expect(platform.pattern != nil, "\(platform.name)") }
  }
}
