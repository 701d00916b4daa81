import Base
import Machines

/// Everything that the sources say about the accelerators of one machine, before it is joined.
struct AcceleratorSources {
  var functions: [PCIFunction] = []
  var cards: [PCIAddress: DRMCard] = [:]
  var amdCards: [PCIAddress: AMDCard] = [:]
  var amdNodes: [AMDNode] = []
  var intelCards: [PCIAddress: IntelCard] = [:]
  /// `/proc/driver/nvidia/gpus/<address>/information`.
  var nvidiaInformation: [PCIAddress: [String: String]] = [:]
  var isNVIDIADriverLoaded = false
  /// Kernel drivers of `/sys/class/accel`, by address.
  var computeDrivers: [PCIAddress: String] = [:]
  var board: DeviceTreeBoard?
  var drivers = DriverReport()
  /// Names of the list of PCI ids.
  var pciNames: [String: String] = [:]
  /// False for a recording that was made without asking the drivers.
  var driversWereAsked = false
  var memory: Memory

  init(memory: Memory) { self.memory = memory }

  /// Reads the sources below `root`, whatever layout it has, except the drivers.
  static func read(in root: SystemRoot, memory: Memory) -> (sources: AcceleratorSources, gaps: [Gap]) {
    var sources = AcceleratorSources(memory: memory)
    var gaps: [Gap] = []
    let layout = AcceleratorLayout(root: root)
    if let dump = layout.dump {
      switch PCIBus.dump(dump) {
      case .success(let functions): sources.functions = functions
      case .failure(let failure): gaps.append(Gap("pci", "\(failure.path) is no dump of lspci -x"))
      }
      return (sources, gaps)
    }
    if let export = TopologyXML.read(in: root) {
      sources.functions = export.functions()
      return (sources, gaps)
    }
    if let captured = CapturedDevices.read(in: root) {
      (sources.functions, sources.amdCards, sources.amdNodes) = (
        captured.functions, captured.amdCards, captured.amdNodes
      )
      if let drivers = captured.drivers { sources.drivers = drivers }
      return (sources, gaps)
    }
    sources.functions = PCIBus.accelerators(in: root)
    if sources.functions.isEmpty { sources.functions = PCIBus.cards(in: root, folder: layout.drmFolder) }
    for card in DRMCard.all(in: root, folder: layout.drmFolder) {
      guard let address = card.address else { continue }
      sources.cards[address] = card
      switch card.uevent["DRIVER"] ?? sources.functions.first(where: { $0.address == address })?.driver {
      case "amdgpu": sources.amdCards[address] = AMDCard.read(at: card.path + "/device", in: root)
      case "i915", "xe": sources.intelCards[address] = IntelCard.read(at: card.path, in: root)
      default: break
      }
    }
    sources.amdNodes = AMDNode.all(in: root, folder: layout.kfdFolder)
    sources.readNVIDIA(in: root)
    sources.readComputeDrivers(in: root)
    sources.board = DeviceTreeBoard.read(in: root)
    if sources.functions.isEmpty, sources.amdNodes.isEmpty, sources.board == nil, !root.exists(PCIBus.folder) {
      gaps.append(Gap("pci", "\(PCIBus.folder) is not there: no device on a PCI bus can be seen"))
    }
    return (sources, gaps)
  }

  private mutating func readNVIDIA(in root: SystemRoot) {
    let folder = "/proc/driver/nvidia"
    isNVIDIADriverLoaded = root.exists(folder + "/version")
    for name in root.names(in: folder + "/gpus") {
      guard let address = PCIAddress(name),
        let text = try? root.text(folder + "/gpus/\(name)/information", limit: 1 << 16).get()
      else { continue }
      nvidiaInformation[address] = KeyValueText.pairs(text, separator: ":")
    }
  }

  private mutating func readComputeDrivers(in root: SystemRoot) {
    for name in root.names(in: "/sys/class/accel") {
      let path = "/sys/class/accel/\(name)/device"
      let uevent = KeyValueText.pairs((try? root.text(path + "/uevent").get()) ?? "", separator: "=")
      let slot = uevent["PCI_SLOT_NAME"] ?? root.link(path)?.split(separator: "/").last.map(String.init)
      guard let address = slot.flatMap({ PCIAddress($0) }) else { continue }
      let driver = uevent["DRIVER"] ?? root.link(path + "/driver")?.split(separator: "/").last.map(String.init)
      computeDrivers[address] = driver ?? "accel"
    }
  }

  /// Asks the list of PCI ids for the functions' names.
  mutating func lookUpNames(in root: SystemRoot) {
    pciNames = PCINames.names(of: functions.compactMap(\.id), in: root)
  }
}

/// Where the parts of a recording are: a whole tree, or just the folder that one kind of recording holds.
struct AcceleratorLayout {
  /// A file that `lspci -x` wrote, in the program's file system.
  var dump: String?
  var drmFolder = DRMCard.folder
  var kfdFolder = AMDNode.folder

  init(root: SystemRoot) {
    guard !root.isLive else { return }
    dump = Self.dump(in: root)
    let names = root.names(in: "/")
    if !root.exists(drmFolder), names.contains(where: { $0.hasPrefix("card") && Int($0.dropFirst(4)) != nil }) {
      drmFolder = ""
    }
    if !root.exists(kfdFolder + "/nodes") {
      kfdFolder =
        ["", "/topology", "/kfd/topology", "/kfd/kfd/topology", kfdFolder + "/topology"].first {
          root.exists($0 + "/nodes")
        } ?? kfdFolder
    }
  }

  /// The root itself when it is a file, or the only file of a folder, that begins like a dump.
  private static func dump(in root: SystemRoot) -> String? {
    if isDump(root.prefix) { return root.prefix }
    let names = root.names(in: "/")
    guard names.count <= 8, !names.contains("sys"), !names.contains("proc") else { return nil }
    return names.map { root.prefix + "/" + $0 }.first { isDump($0) }
  }

  /// Whether a file has a line that begins with a PCI address and, after it, a line of hexadecimal bytes.
  private static func isDump(_ file: String) -> Bool {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    let name = file.split(separator: "/").last.map(String.init) ?? ""
    let parent = SystemRoot((file.hasPrefix("/") ? "/" : "./") + folder)
    guard case .success(let bytes) = parent.bytes("/" + name, limit: 1 << 20) else { return false }
    return isDump(text: String(decoding: bytes, as: UTF8.self))
  }

  static func isDump(text: String) -> Bool {
    var hasAddress = false
    for line in text.split(whereSeparator: \.isNewline).prefix(400) {
      let first = line.prefix { $0 != " " }
      if PCIAddress(first) != nil { hasAddress = true }
      if hasAddress, first == "00:", line.split(separator: " ").count == 17 { return true }
    }
    return false
  }
}
