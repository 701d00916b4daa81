import Base
import Machines
import Memory
import Ranking

/// Models on a machine beside a policy.
package struct PolicyAnswer: Sendable {
  /// As it was named.
  package let policyFile: String
  package let policyName: String?
  package let machine: Machine
  package let verdicts: [PolicyVerdict]
  /// The line of the file that asks what a finding says is missing.
  package let line: @Sendable (PolicyFinding) -> Int

  package init(
    policyFile: String, policyName: String?, machine: Machine, verdicts: [PolicyVerdict],
    line: @escaping @Sendable (PolicyFinding) -> Int
  ) {
    (self.policyFile, self.policyName, self.machine) = (policyFile, policyName, machine)
    (self.verdicts, self.line) = (verdicts, line)
  }

  /// False too where there is no model at all.
  package var passes: Bool { !verdicts.isEmpty && verdicts.allSatisfy(\.passes) }
}

extension Contract {
  package static let export = Document<PolicyAnswer>(
    "export", command: "plimsoll export", rows: "models",
    columns: [
      "model": "name", "quantization": "quantization", "passes": "passes", "memory": "total_bytes",
      "decode": "decode_tokens_per_second", "first token": "time_to_first_token_seconds",
    ],
    overview: ["policy": "policy.file", "passes": "passes"]
  ) {
    Field("policy", Tables.policySource.codec, "The policy.") { $0 }
    Field("passes", .flag, "Whether each of the models meets it.") { $0.passes }
    Field("models", .list(Tables.policyVerdict.codec), "The models; none where none can run here.") { answer in
      answer.verdicts.map { ($0, answer) }
    }
    Tables.gaps { $0.machine }
  }
}

extension Tables {
  static let policySource = Table<PolicyAnswer>("policy_source", "A policy.") {
    Field("file", .text, "Its file.") { $0.policyFile }
    Field("name", optional: .text, "Its name; null where it gives none.") { $0.policyName }
  }

  static let policyVerdict = Table<(verdict: PolicyVerdict, answer: PolicyAnswer)>(
    "policy_verdict", "A model beside a policy."
  ) {
    Field("name", .text, "As it was asked for, or its id.") { $0.verdict.name }
    Field("model", Tables.model.codec, "The model.") { $0.verdict.model }
    Field("quantization", optional: .text, "Of the file that comes nearest; null where none was planned.") {
      $0.verdict.fit?.quantization
    }
    Field("total_bytes", optional: .bytes, "Its memory over all pools.") { $0.verdict.fit?.memory.totalBytes }
    Field("decode_tokens_per_second", optional: Tables.estimate(.tokensPerSecond), "Its decode speed.") {
      $0.verdict.speed?.decodeTokensPerSecond
    }
    Field("time_to_first_token_seconds", optional: Tables.estimate(.seconds), "Its wait.") {
      $0.verdict.speed?.timeToFirstTokenSeconds
    }
    Field("passes", .flag, "Whether it meets the policy.") { $0.verdict.passes }
    Field("findings", .list(Tables.policyFinding.codec), "What is not as the policy asks.") { pair in
      pair.verdict.findings.map { ($0, pair.answer.line($0)) }
    }
  }

  static let policyFinding = Table<(finding: PolicyFinding, line: Int)>(
    "policy_finding", "Something of a model that is not as a policy asks."
  ) {
    Field("rule", .word, "What the policy asks.") { $0.finding.rule }
    Field("level", .word, "`error`: not met; `warning`: met by the estimate alone.") { $0.finding.level }
    Field("needed", .text, "What is asked.") { $0.finding.needed }
    Field("found", .text, "What there is.") { $0.finding.found }
    Field("line", .count, "The line of the policy that asks it.") { $0.line }
  }
}
