import Base
import Ranking

/// Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), as code-scanning services read it.
package enum PolicySARIF {
  /// One run; a result for each finding, at the policy's line that asks it.
  package static func document(_ answer: PolicyAnswer, version: String) -> JSONValue {
    let rules = PolicyRule.allCases.map { rule in
      JSONValue.object(["id": .string(rule.rawValue), "shortDescription": .object(["text": .string(rule.sentence)])])
    }
    let driver = JSONValue.object(["name": "plimsoll", "version": .string(version), "rules": .array(rules)])
    let run = JSONValue.object([
      "tool": .object(["driver": driver]),
      "invocations": [.object(["executionSuccessful": true, "exitCode": .integer(answer.passes ? 0 : 3)])],
      "results": .array(results(answer)),
    ])
    return .object([
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
    ])
  }

  private static func results(_ answer: PolicyAnswer) -> [JSONValue] {
    guard !answer.verdicts.isEmpty else {
      return [result(.runs, .error, PolicyText.noModel, at: location(answer, line: 1, model: nil))]
    }
    return answer.verdicts.flatMap { verdict in
      verdict.findings.map { finding in
        result(
          finding.rule, finding.level, "\(verdict.name) \(finding.sentence)",
          at: location(answer, line: answer.line(finding), model: verdict.name))
      }
    }
  }

  private static func result(
    _ rule: PolicyRule, _ level: PolicyFinding.Level, _ text: String, at location: JSONValue
  ) -> JSONValue {
    .object([
      "ruleId": .string(rule.rawValue), "level": .string(level.rawValue), "message": .object(["text": .string(text)]),
      "locations": [location],
    ])
  }

  private static func location(_ answer: PolicyAnswer, line: Int, model: String?) -> JSONValue {
    let place = JSONValue.object([
      "artifactLocation": .object([
        "uri": .string(PercentEncoding.text(answer.policyFile, keeping: PercentEncoding.pathSigns))
      ]),
      "region": .object(["startLine": .integer(line)]),
    ])
    let logical = model.map { JSONValue.array([.object(["name": .string($0), "kind": "resource"])]) }
    return .having(["physicalLocation": place, "logicalLocations": logical])
  }
}
