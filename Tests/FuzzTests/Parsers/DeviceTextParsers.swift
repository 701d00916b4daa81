import Base
import TestSupport

@testable import Probe

/// What people post of their devices: print-outs of tools and exports of topologies.
extension ForeignParser {
  static let deviceTexts = [
    ForeignParser("device-texts", texts: printOuts) { text in
      let bytes = Array(text.utf8)
      for kind in ProcText.allCases { _ = kind.isLike(text) }
      if let listing = CPUListing.parse(text) { _ = listing }
      guard let captured = CapturedDevices.parse(bytes) else { return }
      try demand(captured.amd.nodes.allSatisfy { ($0.computeUnits ?? 1) > 0 }, "a GPU without compute units")
      try demand(
        captured.drivers?.nvml.devices.allSatisfy { ($0.memoryTotalBytes ?? 0) >= 0 } ?? true, "negative memory")
    },
    ForeignParser("topology-xml", texts: [topology]) { text in
      guard let export = TopologyXML.parse(Array(text.utf8)) else { return }
      if let topology = export.topology() { try demand(topology.threads > 0, "a machine without threads") }
      for function in export.functions() {
        try demand((function.memoryTotalBytes ?? 1) > 0, "a device with no bytes of memory")
      }
    },
    ForeignParser(
      "pci-dump",
      texts: [
        "01:00.0 VGA compatible controller: x\n00: de 10 84 26 07 04 10 00 a1 00 00 03 10 00 80 00\n"
          + "10: 00 00 00 fb 0c 00 00 00 00 00 00 00 0c 00 00 00\n20: 01 00 00 00 00 00 00 00 00 00 00 00 5f 14 f5 2a\n"
          + "30: 00 00 00 00 60 00 00 00 00 00 00 00 0b 01 00 00\n"
      ], rounds: 2_000
    ) { text in
      _ = AcceleratorLayout.isDump(text: text)
      guard let folder else { throw Finding(description: "no folder") }
      try folder.write(text, to: "dump")
      if case .success(let functions) = PCILibrary.dump(folder.path + "/dump") {
        try demand(functions.allSatisfy(\.isAccelerator), "something else than an accelerator")
      }
    },
  ]

  private static let folder = try? TestFolder()

  private static let topology =
    #"<?xml version="1.0"?><topology version="3.0"><object type="Machine" os_index="0"><info name="OSName" value="Linux"/><object type="NUMANode" os_index="0" cpuset="0x3" local_memory="4096"/><object type="L2Cache" cache_size="262144" depth="2" cache_type="0" cpuset="0x3"/><object type="PU" os_index="0"/><object type="PCIDev" pci_busid="0000:03:00.0" pci_type="0302 [10de:1094] [00de:0088] a1"><object type="OSDev" name="cuda0"><info name="CUDAGlobalMemorySize" value="11796032KiB"/></object></object></object></topology>"#

  private static let printOuts = [
    "P: /devices/pci0000:00/0000:00:02.0\nE: DRIVER=i915\nE: PCI_CLASS=30000\nE: PCI_ID=8086:0A16\nE: PCI_SLOT_NAME=0000:00:02.0\nE: SUBSYSTEM=pci\n\n",
    "==============NVSMI LOG==============\nDriver Version : 590.48\nGPU 00000000:00:09.0\n    Product Name : H100\n    FB Memory Usage\n        Total : 81559 MiB\n        Free : 1 MiB\n",
    "<nvidia_smi_log><gpu id=\"00000000:2D:00.0\"><product_name>T4</product_name><fb_memory_usage><total>15360 MiB</total></fb_memory_usage><pci><pci_device_id>1EB810DE</pci_device_id></pci></gpu></nvidia_smi_log>",
    "| NVIDIA-SMI 535.129.03   Driver Version: 535.129.03   CUDA Version: 12.2     |\n|   0  NVIDIA GeForce RTX 3090        Off | 00000000:01:00.0  On |                  N/A |\n| 30%   45C    P8    20W / 350W |   1024MiB / 24576MiB |      0%      Default |\n",
    "name, memory.total [MiB]\nNVIDIA A100-SXM4-80GB, 81920 MiB\n", "GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-1)\n",
    #"{"card0": {"Device ID": "0x738c", "PCI Bus": "0000:83:00.0", "VRAM Total Memory (B)": "34342961152"}}"#,
    #"[{"gpu": 0, "asic": {"market_name": "MI300X", "device_id": "0x74a1"}, "vram": {"size": {"value": 196592, "unit": "MB"}}, "bus": {"bdf": "0000:05:00.0"}}]"#,
    #"<system version="2"><cpu><pci busid="0000:1d:00.0" class="0x038000" link_speed="16 GT/s" link_width="16"><gpu dev="0" sm="64" gcn="906"/></pci></cpu></system>"#,
    "*******\nAgent 2\n*******\n  Name:                    gfx1100\n  Marketing Name:          Radeon RX 7900 XTX\n  Vendor Name:             AMD\n  Device Type:             GPU\n  Compute Unit:            96\n  Pool Info:\n    Pool 1\n      Segment:                 GLOBAL; FLAGS: COARSE GRAINED\n      Size:                    25149440(0x17fc000) KB\n",
    "Architecture:            x86_64\nCPU(s):                  16\nModel name:              AMD Ryzen 7\nThread(s) per core:      2\nCore(s) per socket:      8\nSocket(s):               1\nL3 cache:                32 MiB (1 instance)\n",
    "VULKANINFO\nDevice Properties and Extensions:\nGPU0:\nVkPhysicalDeviceProperties:\n\tapiVersion = 1.3.280\n\tvendorID = 0x10de\n\tdeviceID = 0x2684\n\tdeviceType = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU\n\tdeviceName = NVIDIA GeForce RTX 4090\nmemoryHeaps[0]:\n\tsize = 25757220864 (0x5ff400000) (23.99 GiB)\n",
    "Number of platforms: 1\n  Platform Name  NVIDIA CUDA\n  Device Name  Tesla T4\n  Global memory size  15843721216 (14.76GiB)\n  Max compute units  40\n",
    "01:00.0 VGA compatible controller [0300]: NVIDIA Corporation AD102 [10de:2684] (rev a1)\n\tSubsystem: x [1043:889f]\n\tKernel driver in use: nvidia\n\tRegion 1: Memory at 6000000000 (64-bit, prefetchable) [size=32G]\n",
    #"{"capabilities": {"device": {"properties": {"VkPhysicalDeviceProperties": {"deviceName": "x", "vendorID": 4318, "deviceID": 9860}, "VkPhysicalDeviceMemoryProperties": {"memoryHeaps": [{"size": 25757220864, "flags": ["VK_MEMORY_HEAP_DEVICE_LOCAL_BIT"]}]}}}}}"#,
  ]
}
