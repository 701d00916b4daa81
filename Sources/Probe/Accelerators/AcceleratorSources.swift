import Base
import Machines

/// Everything that the sources say about the accelerators of one machine, before it is joined.
struct AcceleratorSources {
  var functions: [PCIFunction] = []
  var cards: [PCIAddress: DRMCard] = [:]
  /// What each maker's kernel drivers tell.
  var vendors = AcceleratorVendors.all
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

  /// Reads the sources below `root`, whatever layout it has, and what texts tell, except the drivers.
  static func read(
    in root: SystemRoot, texts: ForeignTexts, memory: Memory
  ) -> (sources: AcceleratorSources, gaps: [Gap]) {
    var sources = AcceleratorSources(memory: memory)
    var gaps: [Gap] = []
    let layout = AcceleratorLayout(root: root)
    sources.functions = PCIBus.accelerators(in: root)
    if sources.functions.isEmpty { sources.functions = PCIBus.cards(in: root, folder: layout.drmFolder) }
    for card in DRMCard.all(in: root, folder: layout.drmFolder) {
      if let address = card.address { sources.cards[address] = card }
    }
    let tree = AcceleratorTree(root: root, layout: layout, cards: sources.cards, functions: sources.functions)
    for index in sources.vendors.indices { sources.vendors[index].read(tree) }
    sources.readComputeDrivers(in: root)
    sources.board = DeviceTreeBoard.read(in: root)
    sources.take(texts, &gaps)
    if sources.functions.isEmpty, sources.functionsBesideTheBus.isEmpty, sources.board == nil,
      !root.exists(PCIBus.folder), !texts.tellsDevices, texts.topology == nil, texts.dumps.isEmpty
    {
      gaps.append(Gap("pci", "\(PCIBus.folder) is not there: no device on a PCI bus can be seen"))
    }
    return (sources, gaps)
  }

  /// Adds what texts tell of devices that the tree does not have.
  private mutating func take(_ texts: ForeignTexts, _ gaps: inout [Gap]) {
    var told = texts.topology?.functions() ?? []
    for dump in texts.dumps {
      switch PCILibrary.dump(dump) {
      case .success(let functions): told += functions
      case .failure(let failure): gaps.append(Gap("pci", "\(failure.path) is no dump of lspci -x"))
      }
    }
    told += texts.devices.functions
    for function in told where !functions.contains(where: { $0.address == function.address }) {
      functions.append(function)
    }
    functions.sort { $0.address < $1.address }
    for index in vendors.indices {
      guard var amd = vendors[index] as? AMDAccelerators else { continue }
      amd.add(texts.devices.amd)
      vendors[index] = amd
    }
    if let told = texts.devices.drivers { drivers = told }
  }

  /// The devices that drivers and topologies know by an address, each once.
  var functionsBesideTheBus: [PCIFunction] {
    var seen: Set<PCIAddress> = []
    return vendors.flatMap { $0.functions(toldBy: drivers) }.filter { seen.insert($0.address).inserted }
  }

  /// Whether nothing tells of any accelerator.
  var isEmpty: Bool {
    functions.isEmpty && functionsBesideTheBus.isEmpty && board == nil
      && drivers.vulkan.devices.allSatisfy { $0.type == "cpu" }
  }

  /// The maker of a function.
  func vendor(of function: PCIFunction) -> any AcceleratorVendor {
    vendors.first { $0.pciVendorIDs.contains(function.vendorID ?? -1) } ?? OtherMakersAccelerators()
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
