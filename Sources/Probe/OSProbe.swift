import Base
import Machines

/// Reads the operating system and what is around it: hypervisor and container.
struct OSProbe {
  let root: SystemRoot
  let facts: LiveFacts
  let info: CPUInfo?
  let topology: Topology?
  let texts: ForeignTexts

  func read() -> OperatingSystem {
    var os = OperatingSystem()
    os.name = Known(name(), otherwise: "/etc/os-release does not say")
    os.kernel = Known(kernel() ?? topology?.kernel, otherwise: "/proc/version cannot be read")
    os.architecture = Known(
      facts.architecture ?? info?.architecture ?? topology?.architecture,
      otherwise: "nothing tells the instruction set")
    os.hypervisor = isWSL ? .known("wsl") : HypervisorProbe(root: root, facts: facts, info: info).read()
    os.container = .known(container())
    return os
  }

  private func name() -> String? {
    for path in ["/etc/os-release", "/usr/lib/os-release"] {
      guard let text = try? root.text(path).get() else { continue }
      for line in text.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
        return String(line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" })
      }
    }
    return nil
  }

  /// The release from `Linux version 6.1.0-18-amd64 (…)`.
  private func kernel() -> String? {
    if let release = try? root.text("/proc/sys/kernel/osrelease").get(), !release.isEmpty { return release }
    guard let text = try? root.text("/proc/version").get() else { return nil }
    let words = text.split(separator: " ")
    return words.count > 2 && words[1] == "version" ? String(words[2]) : nil
  }

  private var isWSL: Bool {
    facts.environment["WSL_DISTRO_NAME"] != nil
      || (kernel()?.lowercased().range(after: "microsoft") != nil)
  }

  private func container() -> String? {
    if root.exists("/.dockerenv") { return "docker" }
    if root.exists("/run/.containerenv") { return "podman" }
    if facts.environment["KUBERNETES_SERVICE_HOST"] != nil { return "kubernetes" }
    if let named = facts.environment["container"], !named.isEmpty { return named }
    guard let text = try? texts.proc(.cgroup).get() else { return nil }
    let marks = [
      ("kubepods", "kubernetes"), ("/docker", "docker"), ("docker-", "docker"), ("libpod", "podman"),
      ("containerd", "containerd"), ("/lxc", "lxc"), ("lxc.payload", "lxc"), ("machine.slice/machine-", "nspawn"),
    ]
    return marks.first { text.range(after: $0.0) != nil }?.1
  }
}
