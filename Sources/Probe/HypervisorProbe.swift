import Base

/// Reads which hypervisor is under the machine.
struct HypervisorProbe {
  let root: SystemRoot
  let facts: LiveFacts
  let info: CPUInfo?

  /// The hypervisor's name, nil when there is none, or why it cannot be told.
  func read() -> Known<String?> {
    if let named = bySignature() ?? byKernel() ?? byFirmware() ?? byDeviceTree() ?? bySystemInformation() {
      return .known(named)
    }
    if info?.hasHypervisorFlag == true {
      return .unknown(reason: "the processor says that there is one, and nothing tells which")
    }
    let isX86 = ["x86_64", "i686"].contains(facts.architecture ?? info?.architecture ?? "")
    let tells = isX86 && info != nil || root.exists("/sys/class/dmi/id/sys_vendor") || root.exists("/proc/device-tree")
    return tells ? .known(nil) : .unknown(reason: "neither the processor nor the firmware tells")
  }

  /// By the letters of CPUID leaf 0x40000000.
  private func bySignature() -> String? {
    let names = [
      "KVMKVMKVM": "kvm", "Linux KVM Hv": "kvm", "Microsoft Hv": "hyperv", "VMwareVMware": "vmware",
      "XenVMMXenVMM": "xen", "VBoxVBoxVBox": "virtualbox", "TCGTCGTCGTCG": "qemu", "prl hyperv": "parallels",
      "lrpepyh  vr": "parallels", "bhyve bhyve": "bhyve", "ACRNACRNACRN": "acrn", "QNXQVMBSQG": "qnx",
      "IntelTDX": "kvm", "Jailhouse": "jailhouse", "SRESRESRESRE": "lockheed", "UnisysSpar64": "unisys",
    ]
    return facts.hypervisorSignature.flatMap { names[trimmed($0)] }
  }

  private func byKernel() -> String? {
    guard let type = try? root.text("/sys/hypervisor/type", limit: 64).get(), !type.isEmpty else { return nil }
    return type
  }

  /// By the names that the firmware gives (DMI).
  private func byFirmware() -> String? {
    let texts = ["sys_vendor", "product_name", "bios_vendor", "board_vendor"].compactMap { name in
      try? root.text("/sys/class/dmi/id/" + name, limit: 256).get()
    }
    let marks = [
      ("KVM", "kvm"), ("QEMU", "qemu"), ("VMware", "vmware"), ("VMW", "vmware"), ("VirtualBox", "virtualbox"),
      ("innotek", "virtualbox"), ("Xen", "xen"), ("Google Compute", "kvm"),
      ("Parallels", "parallels"), ("Bochs", "qemu"), ("BHYVE", "bhyve"), ("OpenStack", "kvm"), ("Nutanix", "kvm"),
      ("Hyper-V", "hyperv"), ("Apple Virtualization", "apple"),
    ]
    for text in texts {
      for (mark, name) in marks where text.contains(mark) { return name }
      // Amazon also lets bare machines, by such names.
      if text.contains("Amazon EC2"), !texts.contains(where: { $0.contains(".metal") }) { return "kvm" }
    }
    // Microsoft also makes computers.
    let isMicrosoft = texts.contains { $0.contains("Microsoft Corporation") }
    return isMicrosoft && texts.contains { $0.contains("Virtual") } ? "hyperv" : nil
  }

  private func byDeviceTree() -> String? {
    if let text = try? root.text("/proc/device-tree/hypervisor/compatible", limit: 256).get() {
      if text.hasPrefix("linux,kvm") { return "kvm" }
      if text.contains("xen") { return "xen" }
      if text.contains("vmware") { return "vmware" }
    }
    if root.exists("/proc/device-tree/ibm,partition-name") { return "powervm" }
    return info?.machine?.contains("emulated by qemu") == true ? "qemu" : nil
  }

  /// IBM Z always has one: the machine's own, or one above it.
  private func bySystemInformation() -> String? {
    guard let text = try? root.text("/proc/sysinfo", limit: 1 << 16).get() else { return nil }
    for line in text.split(separator: "\n") where line.contains("Control Program") {
      if line.contains("KVM") { return "kvm" }
      if line.contains("z/VM") { return "zvm" }
    }
    return text.contains("LPAR Number") || text.contains("LPAR Name") ? "prsm" : nil
  }
}
