import Base
import Glibc
import Machines

/// Programs that run models, by name on the search path.
enum RuntimePrograms {
  static let known: [(runtime: String, program: String)] = [
    ("ollama", "ollama"), ("llama.cpp", "llama-server"), ("llama.cpp", "llama-cli"), ("vllm", "vllm"),
    ("lm-studio", "lms"), ("koboldcpp", "koboldcpp"), ("localai", "local-ai"), ("mlx", "mlx_lm.server"),
    ("sglang", "sglang"), ("ramalama", "ramalama"),
  ]

  static func installed(path: String) -> [String] {
    var folders: [(path: Substring, identity: FolderIdentity)] = []
    // Every program is looked for in every folder: each is looked at once, by whatever names it is in the path.
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      guard let identity = FolderIdentity(String(folder)) else { continue }
      if !folders.contains(where: { $0.identity == identity }) { folders.append((folder, identity)) }
    }
    return known.map(\.program).filter { program in
      folders.contains { access("\($0.path)/\(program)", X_OK) == 0 }
    }
  }

  private struct FolderIdentity: Equatable {
    let device: dev_t
    let file: ino_t

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
      (device, file) = (status.st_dev, status.st_ino)
    }
  }
}

/// Reads which runtimes are installed or listening, without connecting to any.
struct RuntimeProbe {
  let root: SystemRoot
  let facts: LiveFacts

  func read() -> [Runtime] {
    let listening = listeningPorts()
    var runtimes: [Runtime] = []
    for (runtime, program) in RuntimePrograms.known where facts.programs.contains(program) {
      if !runtimes.contains(where: { $0.name == runtime }) {
        runtimes.append(
          Runtime(
            name: runtime, version: .unknown(reason: "only the program itself tells it"), endpoint: nil,
            isRunning: false))
      }
    }
    let server = OllamaServer(facts.environment["OLLAMA_HOST"] ?? "") ?? OllamaServer()
    guard listening.contains(server.port) else { return runtimes }
    let running = Runtime(
      name: "ollama", version: .unknown(reason: "only the server itself tells it"),
      endpoint: server.address, isRunning: true)
    runtimes.removeAll { $0.name == "ollama" }
    return [running] + runtimes
  }

  private func listeningPorts() -> Set<Int> {
    // Reading the kernel's list makes it walk through all connections, which takes milliseconds.
    if let ports = facts.listeningPorts { return Set(ports) }
    var ports: Set<Int> = []
    for path in ListeningSocket.tables {
      if let text = try? root.text(path).get() { ports.formUnion(Self.parse(tcp: text)) }
    }
    return ports
  }

  /// Parses `/proc/net/tcp`: ports of sockets that listen.
  static func parse(tcp text: String) -> Set<Int> { Set(ListeningSocket.all(in: text).compactMap(\.port)) }
}
