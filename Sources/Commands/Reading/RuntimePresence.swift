import Base
import Documents
import Machines
import Models

/// Looks for runtimes on this machine: programs on the search path, processes, and ports on which somebody listens.
///
/// Nothing is asked over a connection.
struct RuntimePresence {
  private let searchPath: SearchPath
  /// The names of running programs: the first two words of each command line, without folders.
  private let processes: Set<String>
  private let ports: Set<Int>
  private let ollama: Runtime?

  init(machine: Machine, environment: [String: String]) {
    searchPath = SearchPath(environment)
    processes = Self.runningPrograms()
    ports = Set(ListeningPorts.own() ?? [])
    ollama = machine.runtimes.first { $0.name == "ollama" && $0.isRunning }
  }

  func presence(of facts: RuntimeFacts) -> RuntimeRow.Presence {
    let programs = facts.binaries.compactMap(searchPath.program)
    let running = facts.binaries.filter(processes.contains)
    let open = ([facts.port] + facts.otherPorts).filter(ports.contains)
    var presence = RuntimeRow.Presence(isInstalled: !programs.isEmpty, isRunning: !running.isEmpty, evidence: programs)
    presence.evidence += running.map { "a process of \($0)" }
    if facts.id == "ollama", let ollama {
      (presence.isRunning, presence.endpoint) = (true, ollama.endpoint)
      presence.evidence.append("somebody listens at \(ollama.endpoint ?? "its port")")
    } else if let port = open.first {
      if presence.isRunning == true { presence.endpoint = "http://127.0.0.1:\(port)" }
      presence.evidence.append("somebody listens on port \(port)")
    }
    if presence.isRunning == true { presence.isInstalled = true }
    return presence
  }

  private static func runningPrograms() -> Set<String> {
    let root = SystemRoot.live
    var names: Set<String> = []
    for process in root.names(in: "/proc") where process.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let line = try? root.bytes("/proc/\(process)/cmdline", limit: 1 << 16).get() else { continue }
      for word in line.split(separator: 0).prefix(2) {
        if let name = String(decoding: word, as: UTF8.self).split(separator: "/").last { names.insert(String(name)) }
      }
    }
    return names
  }
}
