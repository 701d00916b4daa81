import Base
import Documents
import Machines
import Memory
import Models
import Runtimes

/// What a plan needs of an Ollama server beyond the model, and where it is set.
struct PullSettings {
  /// Parameters that a model of its own can carry; none where none is to be made.
  private var parameters: [JSONValue.Member] = []
  /// What only the server's environment can say.
  private var environment: [String: String] = [:]
  private var context = 0

  /// Nothing.
  init() {}

  /// What a row needs: the context and layers by a model of its own where one is to be made, the rest by the environment.
  init(model: Model, fit: Fit, machine: Machine, makesModel: Bool) {
    environment =
      RunCommand(model: model, fit: fit, accelerators: machine.accelerators, runtimes: machine.runtimes).environment
    guard makesModel, environment.removeValue(forKey: "OLLAMA_CONTEXT_LENGTH") != nil else { return }
    context = fit.workload.context
    parameters = Self.parameters(fit)
  }

  /// Parameters of a Modelfile: https://docs.ollama.com/modelfile.
  static func parameters(_ fit: Fit) -> [JSONValue.Member] {
    var parameters = [JSONValue.Member("num_ctx", .integer(fit.workload.context))]
    if fit.placement.mode == .partialOffload {
      parameters.append(JSONValue.Member("num_gpu", .integer(fit.placement.gpuLayers)))
    }
    return parameters
  }

  /// The name of the model that is made of another: `qwen3:8b-ctx16384`.
  func name(from base: String) -> String {
    let last = base.split(separator: "/").last.map { $0.lowercased() } ?? base
    return last.contains(":") ? "\(last)-ctx\(context)" : "\(last):ctx\(context)"
  }

  /// What only the server's environment can set.
  var environmentSettings: [PullSetting] {
    environment.sorted { $0.key < $1.key }.map { PullSetting(name: $0.key, value: $0.value, place: .environment) }
  }

  /// Makes the model where there is something to set, and says what is set where.
  func apply(to base: String, by pull: OllamaPull) throws {
    var settings: [PullSetting] = []
    if !parameters.isEmpty {
      let name = name(from: base)
      do {
        try pull.client.create(name, from: base, parameters: parameters) { _ in }
      } catch {
        throw OllamaAccess.failure(error, doing: "make \(name) of", tag: base, server: pull.server)
      }
      settings += parameters.map { PullSetting(name: $0.key, value: JSONWriter.line($0.value), place: .model) }
      pull.progress.tell(.status("made \(name), to be run instead of \(base)"))
    }
    settings += environmentSettings
    if !settings.isEmpty { pull.progress.tell(.settings(settings)) }
  }
}
