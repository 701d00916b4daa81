import Base

/// Takes out of recorded files what names a person, a place or one particular device.
enum Redaction {
  static func redacted(_ bytes: [UInt8], path: String, names: inout RecordedNames) -> [UInt8] {
    switch path {
    case "/proc/version": words(bytes, first: 3)
    case "/proc/self/cgroup": lines(bytes) { group($0, &names) }
    case "/proc/self/mountinfo": lines(bytes) { mount($0, &names) }
    case let path where ListeningSocket.tables.contains(path): lines(bytes, listening)
    case "/proc/cpuinfo": lines(bytes, withoutIdentity)
    case "/proc/sysinfo": lines(bytes, hypervisor)
    case "/etc/os-release", "/usr/lib/os-release": lines(bytes) { $0.hasPrefix("PRETTY_NAME=") ? String($0) : nil }
    case "/.dockerenv", "/run/.containerenv": []
    case "/sys/firmware/dmi/tables/DMI": SMBIOSTable(bytes: bytes).withMemoryModulesOnly()
    // Beyond the standard header stands the device's serial number, which often is a MAC address.
    case _ where path.hasPrefix("/sys/bus/pci/") && path.hasSuffix("/config"): Array(bytes.prefix(64))
    default: path.hasPrefix("/proc/driver/nvidia/") ? lines(bytes, withoutUUID) : bytes
    }
  }

  private static func lines(_ bytes: [UInt8], _ keep: (Substring) -> String?) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let kept = text.split(separator: "\n", omittingEmptySubsequences: false).compactMap(keep)
    return Array(kept.joined(separator: "\n").utf8)
  }

  private static func words(_ bytes: [UInt8], first count: Int) -> [UInt8] {
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").prefix(count)
    return Array(words.joined(separator: " ").utf8)
  }

  /// `4:memory:/docker/<id>` with numbered groups; named hierarchies, such as a service manager's, limit nothing.
  private static func group(_ line: Substring, _ names: inout RecordedNames) -> String? {
    let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[1].hasPrefix("name=") else { return nil }
    return "\(parts[0]):\(parts[1]):\(names.groups(String(parts[2])))"
  }

  /// The mounts of control groups at their usual places, with numbered groups and without sources and options.
  private static func mount(_ line: Substring, _ names: inout RecordedNames) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let dash = words.firstIndex(of: "-"), dash >= 6, words.count > dash + 3,
      ["cgroup", "cgroup2"].contains(words[dash + 1]), words[4].hasPrefix("/sys/")
    else { return nil }
    let controllers = words[dash + 3].split(separator: ",").filter { word in
      word.allSatisfy { $0.isLowercase || $0 == "_" }
    }
    let kept =
      Array(words[0...2]) + [names.groups(words[3]), names.place(of: words[4]), "rw", "-", words[dash + 1], "cgroup"]
    return (kept + [controllers.joined(separator: ",")]).joined(separator: " ")
  }

  /// Sockets that listen, with their port but without addresses, users and inodes.
  private static func listening(_ line: Substring) -> String? {
    ListeningSocket(line).map { "0: 0:\($0.portDigits) 0:0 0A" }
  }

  /// Serial numbers: a board's on a line of its own, a processor's of IBM Z among other facts.
  private static func withoutIdentity(_ line: Substring) -> String? {
    if line.hasPrefix("Serial") { return nil }
    guard let rest = String(line).range(after: "identification = ") else { return String(line) }
    let number = rest.prefix { $0 != "," && !$0.isWhitespace }
    return line.dropLast(rest.count) + "0" + rest.dropFirst(number.count)
  }

  /// Which hypervisors IBM Z has, without the names and numbers of machines and partitions.
  private static func hypervisor(_ line: Substring) -> String? {
    let text = String(line)
    if text.contains("LPAR Number") { return "LPAR Number: 0" }
    guard text.contains("Control Program") else { return nil }
    return ["KVM", "z/VM"].first { text.contains($0) }.map { "VM00 Control Program: \($0)" }
  }

  private static func withoutUUID(_ line: Substring) -> String? {
    let lower = line.lowercased()
    return lower.contains("uuid") || lower.contains("serial") ? nil : String(line)
  }
}

extension LiveFacts {
  /// The facts without what names a person, a place or one particular device.
  func redacted(identifiers: DeviceIdentifiers) -> LiveFacts {
    var (facts, names) = (self, RecordedNames())
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      facts.environment[name] = Self.redacted(name, value, identifiers, &names)
    }
    facts.freeBytes = [:]
    for (path, bytes) in freeBytes.sorted(by: { $0.key < $1.key }) { facts.freeBytes[names.folders(path)] = bytes }
    return facts
  }

  /// Runtimes of containers that set the variable of that name.
  private static let containers: Set = [
    "docker", "podman", "lxc", "lxc-libvirt", "oci", "systemd-nspawn", "crio", "flatpak", "wsl", "kubernetes",
  ]

  private static func redacted(
    _ name: String, _ value: String, _ identifiers: DeviceIdentifiers, _ names: inout RecordedNames
  ) -> String? {
    switch name {
    case "OLLAMA_HOST":
      let server = OllamaServer(value) ?? OllamaServer()
      return "\(server.isLoopback ? "127.0.0.1" : "elsewhere"):\(server.port)"
    case "KUBERNETES_SERVICE_HOST", "WSL_DISTRO_NAME": return "recorded"
    case "container": return containers.contains(value) ? value : "recorded"
    case "OLLAMA_MODELS", "LLAMA_CACHE", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME":
      return names.folders(value)
    default: return devices(identifiers.replaced(inList: value))
    }
  }

  /// A list of devices, in which other words say no more than that they are some.
  private static func devices(_ text: String) -> String {
    let drivers: Set = ["level_zero", "opencl", "cuda", "hip", "gpu", "cpu", "*"]
    let words = text.split(omittingEmptySubsequences: false) { ",;:".contains($0) }
    let isKnown = words.allSatisfy { word in
      word.allSatisfy { "-.0123456789".contains($0) } || drivers.contains(String(word))
        || word.contains("-recorded-")
    }
    return isKnown ? text : "recorded"
  }
}
