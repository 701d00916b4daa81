import Base
import Fleet
import Machines
import Memory
import Models
import Serving

/// The command lines that start a model over several hosts, in the order in which they are given.
package enum SpanCommands {
  package struct Line: Sendable, Equatable {
    package var host: String
    package var words: [String]

    package init(_ host: String, _ words: [String]) { (self.host, self.words) = (host, words) }
  }

  /// Where llama.cpp's RPC server listens.
  package static let rpcPort = 50052
  /// Where Ray's head does.
  package static let rayPort = 6379

  /// llama.cpp's RPC servers, and the llama-server of the head that names them; nil where no file is known.
  ///
  /// `names` are those of the span's hosts, the head first. The head's own server is for itself alone.
  package static func llama(
    _ span: LlamaSpan, model: Model, names: [String], machines: [Machine], file: String? = nil
  ) -> [Line]? {
    guard let head = names.first, let machine = machines.first,
      let source = file.map({ ["-m", $0] }) ?? span.spread.fit.published.file?.llamaCppSource
    else { return nil }
    var lines = span.servers.filter { names.indices.contains($0) }.map { server -> Line in
      var words = ["ggml-rpc-server", "-H", server == 0 ? "127.0.0.1" : "0.0.0.0", "-p", "\(rpcPort)"]
      let isProcessor = span.spread.shares.contains { $0.host == server && $0.share.backend == .cpu }
      // It takes half of the processors by itself, and none but the processor where that is all there is.
      if isProcessor, machines.indices.contains(server), let threads = machines[server].cpu.usableThreads.value {
        words += ["-t", "\(threads)"]
      }
      return Line(names[server], words)
    }
    var settings = RunSettings(model: model, fit: span.spread.fit, accelerators: machine.accelerators)
    settings[.gpuLayers] = String(span.spread.fit.placement.gpuLayers)
    settings[.tensorSplit] = span.spread.layers.map(String.init).joined(separator: ",")
    settings[.fit] = "off"
    let servers = span.servers.filter { names.indices.contains($0) }.map {
      "\($0 == 0 ? "127.0.0.1" : names[$0]):\(rpcPort)"
    }
    let rpc = servers.isEmpty ? [] : ["--rpc", servers.joined(separator: ",")]
    lines.append(
      Line(head, ["llama-server"] + source + rpc + settings.words(RuntimeFacts.flags(of: "llama.cpp")).words))
    return lines
  }

  /// Ray's head and workers, and vLLM on the head; nil where nobody is known to publish the checkpoint.
  package static func ray(_ row: CapacityRow, names: [String], settings: RunSettings) -> [Line]? {
    guard let head = names.first, let served = ServeCommand.words(row, settings, of: row.engine.rawValue)?.words else {
      return nil
    }
    let cards = "--num-gpus=\(row.split.gpus / max(1, row.split.nodes))"
    var lines = [Line(head, ["ray", "start", "--head", "--node-ip-address=\(head)", "--port=\(rayPort)", cards])]
    lines += names.dropFirst().map { Line($0, ["ray", "start", "--address=\(head):\(rayPort)", cards]) }
    let backend = row.split.across == .experts ? ["--data-parallel-backend", "ray"] : []
    return lines + [Line(head, served + backend)]
  }

  /// Those of a span of a fleet; empty where they are not known.
  static func lines(_ span: Span, machines: [Machine]) -> [Line] {
    let names = span.parts.map(\.host)
    switch span.plan {
    case .llama(let plan):
      return llama(plan, model: span.model, names: names, machines: machines, file: span.file) ?? []
    case .served(let row, let request):
      let settings = ServeCommand.settings(
        row, request: request, accelerators: machines.first?.accelerators ?? [])
      return ray(row, names: names, settings: settings) ?? []
    }
  }
}
