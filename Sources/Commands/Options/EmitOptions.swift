import Economics
import Fleet
import Options

/// Where emitted files go, and what they name beside the model.
struct EmitOptions: ParsableArguments {
  @Option("dir", help: "Write the files below this folder.", section: "Files", completes: .folders)
  var out: String?

  @Flag(
    help: "Show what would change there, or here without --out, and write nothing.", section: "Files", isLocal: true)
  var diff: Bool

  @Flag(help: "Also replace files that somebody has changed.", section: "Files", isLocal: true)
  var force: Bool

  @Option(
    "url", help: "A server that runs the model already, such as http://10.0.0.5:8080/v1, for clients and gateways.",
    section: "Files")
  var endpoint: String?

  @Option(
    repeated: ["--api"], "model", help: "A hosted model behind the local ones, such as gpt-4o-mini. Default: cost's.",
    section: "Gateway")
  var apis: [String]

  @Option("name", help: "How local and hosted models share the work, for litellm. Default: tiered.", section: "Gateway")
  var pattern: PatternArgument?

  @Option("usd", help: "What each hosted model may cost a day.", section: "Gateway")
  var budget: MoneyArgument?

  @Option(
    "names", help: "Hosts like this machine that run the model together, such as gpu1,gpu2; the first is the head.",
    section: "Several hosts")
  var hosts: HostNames?

  @Option("rate,latency", help: "What joins them.", section: "Several hosts")
  var link: LinkArgument = LinkArgument(.usual)

  init() {}

  func validate() throws(OptionProblem) {
    if force, diff { throw .conflict("--force", "--diff") }
  }
}

/// Names of hosts with commas between.
package struct HostNames: ArgumentValue {
  let names: [String]

  package init?(argument text: String) {
    names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let isName = { (name: String) in
      !name.isEmpty && !name.hasPrefix("-") && name.utf8.count <= 253
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._:[]".contains($0)) }
    }
    guard (2...SpanPlanner.mostHosts).contains(names.count), names.allSatisfy(isName), Set(names).count == names.count
    else { return nil }
  }

  package static var expectation: String {
    "from 2 to \(SpanPlanner.mostHosts) different names of hosts with commas between, such as gpu1,gpu2"
  }
}

/// A pattern of `decide`, under its name or a shorter one.
package enum PatternArgument: String, CaseIterable, ArgumentValue {
  case tiered, cascade, speculative
  case privacySplit = "privacy-split"
  case fallbackChain = "fallback-chain"
  case privacy, fallback

  var pattern: Decision.Pattern {
    switch self {
    case .tiered: .tiered
    case .cascade: .cascade
    case .speculative: .speculative
    case .privacySplit, .privacy: .privacySplit
    case .fallbackChain, .fallback: .fallbackChain
    }
  }
}
