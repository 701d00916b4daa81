import Base
import Machines

/// NVIDIA's Jetson modules, whose GPU sits on no bus.
enum Jetson {
  static func isOne(_ board: DeviceTreeBoard) -> Bool {
    board.compatible.contains { $0.hasPrefix("nvidia,tegra") || $0.contains("jetson") }
  }

  /// Whether a device of NVML is the module's own GPU: it sits on no bus, whatever address the library makes up, and has
  /// no memory of its own to tell.
  static func isOwnGPU(_ device: DriverReport.NVMLDevice) -> Bool {
    device.name?.contains("nvgpu") == true
      || device.memoryTotalBytes == nil && device.pciID == nil && device.error == nil
        && device.address == PCIAddress(domain: 0, bus: 0, device: 0, function: 0)
  }

  static func accelerator(
    on board: DeviceTreeBoard, nvml: DriverReport.NVMLDevice?, in join: AcceleratorJoin
  ) -> AcceleratorDraft {
    var draft = AcceleratorDraft(id: DeviceTreeBoard.acceleratorID, vendor: .nvidia)
    draft.set(name: board.model, from: "device tree")
    let memory = join.sources.memory.totalBytes.value
    // Kits of one name have modules of several kinds and power modes: the module's number tells more.
    var match = join.table.match(pciID: nil, memoryBytes: memory, name: module(of: board))
    if match.candidates.isEmpty { match = join.table.match(pciID: nil, memoryBytes: memory, name: board.model) }
    draft.set(\.computeTarget, nvml?.computeCapability, key: "compute_target", from: "nvml")
    draft.identifiers = nvml?.uuid.map { [$0] } ?? []
    // CUDA may take all of main memory.
    draft.set(total: memory, free: nil, from: "main memory")
    join.use(&draft, backends: [.cuda], isShared: true, match: match)
    return draft
  }

  /// The module on a carrier board, by NVIDIA's part number; makers of carriers give the board names of their own.
  private static func module(of board: DeviceTreeBoard) -> String? {
    for name in board.compatible where name.hasPrefix("nvidia,p") {
      for part in name.dropFirst(7).split(separator: "+") {
        let number = part.hasPrefix("p") ? part.dropFirst() : part
        // The device tree of the faster power modes is one of its own.
        if number.hasPrefix("3767-0005") || number.hasPrefix("3767-0003"),
          number.hasSuffix("-super") || board.model.hasSuffix("Super")
        {
          return "NVIDIA Jetson Orin Nano Super"
        }
        if let module = modules.first(where: { number.hasPrefix($0.0) })?.1 { return module }
      }
    }
    return nil
  }

  /// Part numbers as in NVIDIA's device trees; modules with two sizes of memory are told apart by it.
  private static let modules = [
    ("2888", "NVIDIA Jetson AGX Xavier"), ("3310", "NVIDIA Jetson TX2"), ("3668", "NVIDIA Jetson Xavier NX"),
    ("3701", "NVIDIA Jetson AGX Orin"), ("3767-0000", "NVIDIA Jetson Orin NX 16 GB"),
    ("3767-0001", "NVIDIA Jetson Orin NX 8 GB"), ("3767-0003", "NVIDIA Jetson Orin Nano 8 GB"),
    ("3767-0004", "NVIDIA Jetson Orin Nano 4 GB"), ("3767-0005", "NVIDIA Jetson Orin Nano 8 GB"),
    ("3834-0008", "NVIDIA Jetson T5000"),
  ]
}
