import Base
import Economics
import Models

extension Contract {
  package static let decide = Document<DecisionPage>(
    "decide", command: "plimsoll decide", rows: "providers",
    columns: [
      "provider": "name", "tier": "tier", "allowed": "allowed", "why": "reasons", "as of": "as_of",
    ],
    overview: ["verdict": "verdict", "decided by": "decided_by"]
  ) {
    Field(
      "verdict", optional: .word,
      "Where the model runs; null where the answers contradict each other."
    ) {
      $0.decision.ruling.verdict
    }
    Field("decided_by", .word, "The rule that decided first.") { $0.decision.ruling.rule }
    Field("reasons", .list(.text), "Why.") {
      $0.decision.ruling.reasons.map(DecisionSentences.reason)
    }
    Field(
      "changes", .list(Tables.decisionChange.codec), "Other answers that would change the verdict."
    ) {
      $0.decision.changes
    }
    Field("providers", .list(Tables.providerCheck.codec), "Whose published terms allow it.") {
      $0.decision.providers
    }
    Field(
      "stack", .list(Tables.stackEntry.codec),
      "What to try first; empty where nothing runs locally."
    ) {
      $0.decision.stack
    }
    Field("ended", .list(Tables.endedRuntime.codec), "Runtimes that are not for anything new.") {
      $0.decision.ended
    }
    Field(
      "pattern", optional: Tables.decisionPattern.codec,
      "How both are put together; null where one is alone."
    ) {
      $0.decision.pattern
    }
    Field("pilot", Tables.pilot.codec, "How to try it.") { $0.decision }
    Field(
      "questions", .list(Tables.decisionQuestion.codec),
      "What was asked, in the order in which it decides."
    ) {
      $0.questions
    }
    Field(
      "dates", .list(Tables.legalDate.codec), "Days from which law or a ruling changes what holds."
    ) {
      $0.decision.dates
    }
    Field("notice", .text, "What this is not.") { _ in DecisionSentences.notice }
  }
}

extension Tables {
  static let decisionChange = Table<Decision.Change>(
    "decision_change", "An answer that would change the verdict."
  ) {
    Field("answer", .text, "The question and the other answer.") {
      "\($0.question.rawValue)=\($0.answer)"
    }
    Field("verdict", optional: .word, "What would follow; null: nothing would be allowed.") {
      $0.verdict
    }
  }

  static let providerCheck = Table<ProviderCheck>(
    "provider_check", "A provider's published terms against the answers."
  ) {
    Field("name", .text, "The provider.") { $0.provider.name }
    Field("tier", .text, "The product or plan.") { $0.provider.tier }
    Field("allowed", .flag, "Whether its terms allow it, as far as they are published.") {
      $0.isAllowed
    }
    Field("reasons", .list(.text), "What stands against it, otherwise what has to be done first.") {
      DecisionSentences.reasons($0)
    }
    Field("as_of", .text, "When it was published.") { $0.provider.asOf }
    Field("source", .text, "Where.") { $0.provider.source }
  }

  static let stackEntry = Table<Decision.Runtime>("stack_entry", "A runtime to try.") {
    Field("runtime", .text, "Its id, as `plimsoll runtimes` has it.") { $0.facts.id }
    Field("why", .text, "What for.") { DecisionSentences.why($0) }
    Field("status", .word, "State of its project.") { $0.facts.status }
    Field("as_of", .text, "When that was looked up.") { $0.facts.asOf }
  }

  static let endedRuntime = Table<RuntimeFacts>(
    "ended_runtime", "A runtime whose project has ended."
  ) {
    Field("runtime", .text, "Its id.") { $0.id }
    Field("status", .word, "State of its project.") { $0.status }
    Field("since", optional: .text, "Since when; null where not known.") { $0.statusSince }
    Field("text", .text, "What that means.") { $0.bestFor }
  }

  static let decisionPattern = Table<Decision.Pattern>(
    "decision_pattern", "How local and hosted models share the work."
  ) {
    Field("name", .word, "Its name.") { $0 }
    Field("emit", .text, "What writes its configuration.") { DecisionSentences.emit($0) }
    Field("text", .text, "What it does.") { DecisionSentences.pattern($0) }
  }

  static let pilot = Table<Decision>("pilot", "A trial before anything is moved.") {
    Field("share", .number, "Share of the traffic.") { _ in DecisionSentences.pilotShare }
    Field("days", .count, "How long.") { _ in DecisionSentences.pilotDays }
    Field("measures", .list(.text), "What to measure.") { DecisionSentences.measures($0) }
    Field("thresholds", .list(threshold.codec), "Where to go on, and where not.") {
      DecisionSentences.thresholds($0)
    }
  }

  private static let threshold = Table<DecisionPage.Threshold>(
    "threshold", "Where a trial goes on."
  ) {
    Field("measure", .text, "What was measured.") { $0.measure }
    Field("go_on", .text, "Go on when.") { $0.goOn }
    Field("stop", .text, "Stop when.") { $0.stop }
  }

  static let decisionQuestion = Table<DecisionPage.Question>(
    "decision_question", "A question with its answer."
  ) {
    Field("id", .word, "Which.") { $0.question }
    Field("text", .text, "As it is asked.") { DecisionSentences.question($0.question) }
    Field("answer", optional: .text, "The answer; null where there was none.") { $0.answer }
    Field("asked", .flag, "Whether it was asked on the terminal.") { $0.origin == .asked }
    Field("from", .word, "Where the answer came from.") { $0.origin }
  }

  static let legalDate = Table<ProviderList.LegalDate>(
    "legal_date", "A day from which something holds."
  ) {
    Field("date", .text, "The day.") { $0.date }
    Field("text", .text, "What.") { $0.text }
  }
}
