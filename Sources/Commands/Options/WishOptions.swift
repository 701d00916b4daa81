import Models
import Options
import Ranking

/// What the user wants, and the gates.
struct WishOptions: ParsableArguments {
  @Option("name", help: "What the model is for; all is for recommend alone: one pick of each.", section: "Choice")
  var useCase: UseCaseArgument = .general

  @Option(
    repeated: ["--quant"], "name", help: "Only this quantization, such as Q4_K_M.", section: "Choice",
    completes: .list(CompletionLists.quantizations))
  var quantizations: [String]

  @Option("t/s", help: "Slowest decode speed, in tokens per second. Default: the use case's.", section: "Choice")
  var minSpeed: PositiveNumber?

  @Option("s", help: "Longest time to the first token, in seconds. Default: the use case's.", section: "Choice")
  var maxTtft: PositiveNumber?

  @Option("kind", help: "Licences: any, open ones, or those that allow commercial use.", section: "Choice")
  var license: Wishes.LicenseGate = .any

  @Option(
    "n", help: "How many to list.", section: "Choice",
    check: { (1...1000).contains($0) ? nil : "a number from 1 to 1000" })
  var limit: Int = 5

  init() {}
}

/// A use case, or all of them where one table is wanted.
package enum UseCaseArgument: String, CaseIterable, ArgumentValue {
  case general, coding, reasoning, rag, summarization, vision, embedding, all

  /// The one use case that is meant; a failure where one is needed and all are named.
  var single: UseCase {
    get throws {
      guard let useCase = UseCase(rawValue: rawValue) else {
        throw Failure(
          .usage, "'--use-case all' is for 'plimsoll recommend' alone",
          hint: "one of: \(UseCase.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return useCase
    }
  }
}
extension Wishes.LicenseGate: ArgumentValue {}
