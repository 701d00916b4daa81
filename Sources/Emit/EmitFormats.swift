/// All formats, in the order of help.
package enum EmitFormats {
  package static let all: [EmitFormat] = [
    .llamaServer, .llamaCLI, .ollama, .vllm, .sglang, .tensorRT, .tgi, .lmStudio, .jan, .localAI, .mlx, .llamafile,
    .litellm, .langchain, .llamaindex,
    .aider, .continueDev, .zed, .cline, .openWebUI, .openRouter,
    .compose, .kubernetes, .nfd, .dra, .kaito, .kserve, .rayServe, .ray, .llamaRPC, .leaderWorkerSet,
    .ansible, .systemd, .prometheus, .grafana, .mlflow, .braintrust,
  ]

  package static func named(_ name: String) -> EmitFormat? { all.first { $0.name == name.lowercased() } }
}
