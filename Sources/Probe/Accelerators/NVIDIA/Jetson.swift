import Machines

/// NVIDIA's Jetson modules, whose GPU sits on no bus.
enum Jetson {
  static func isOne(_ board: DeviceTreeBoard) -> Bool {
    board.compatible.contains { $0.hasPrefix("nvidia,tegra") || $0.contains("jetson") }
  }

  static func accelerator(on board: DeviceTreeBoard, in join: AcceleratorJoin) -> AcceleratorDraft {
    var draft = AcceleratorDraft(id: DeviceTreeBoard.acceleratorID, vendor: .nvidia)
    draft.set(name: board.model, from: "device tree")
    let memory = join.sources.memory.totalBytes.value
    var match = join.table.match(pciID: nil, memoryBytes: memory, name: board.model)
    if match.candidates.isEmpty { match = join.table.match(pciID: nil, memoryBytes: memory, name: module(of: board)) }
    join.use(&draft, backends: [.cuda], isShared: true, match: match)
    return draft
  }

  /// The module on a carrier board, by NVIDIA's part number; makers of carriers give the board names of their own.
  private static func module(of board: DeviceTreeBoard) -> String? {
    for name in board.compatible where name.hasPrefix("nvidia,p") {
      for part in name.dropFirst(7).split(separator: "+") {
        let number = part.hasPrefix("p") ? part.dropFirst() : part
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
