import Base

/// What a provider of hosted models publishes about the data that it gets.
///
/// Reported with source and date, not checked, and no legal advice.
package struct Provider: Sendable, Equatable {
  /// How prompts and answers can be kept from being stored at all.
  package enum ZeroRetention: String, Sendable, CaseIterable {
    case byDefault = "default"
    case selfServe = "self-serve"
    case byApproval = "by-approval"
    case contract, no, unknown
  }

  package enum Training: String, Sendable, CaseIterable {
    case no, yes, unknown
    case optIn = "opt-in"
    case optOut = "opt-out"
  }

  package enum Answer: String, Sendable, CaseIterable { case yes, no, unknown }

  /// A business associate agreement for health data (HIPAA).
  package enum Agreement: String, Sendable, CaseIterable {
    case yes, no, unknown
    case byRequest = "by-request"
    /// Through a cloud that hosts the same models.
    case viaCloud = "via-cloud"
  }

  package enum FedRAMP: String, Sendable, CaseIterable {
    case high, moderate, no, unknown
    case viaCloud = "via-cloud"
  }

  package let name: String
  /// The product or plan that this is about.
  package let tier: String
  /// Days that prompts are kept by default, beyond what is flagged for abuse; nil when no period is stated.
  package let retentionDays: Int?
  package let zeroRetention: ZeroRetention
  package let trainsOnData: Training
  package let soc2: Answer
  /// Numbers of ISO standards, such as `27001`.
  let iso: [String]
  package let agreement: Agreement
  package let fedRAMP: FedRAMP
  /// Regions in which data can be kept at rest (`EU`, `US`, …), or `per-region` for any the provider has.
  package let residencyAtRest: [String]
  /// Regions in which requests can be kept while they are computed.
  package let residencyInference: [String]
  package let notes: [String]
  /// What is known only from others' reports.
  package let secondary: [String]
  package let asOf: String
  package let source: String

  init(_ node: JSONNode) throws(JSONShapeError) {
    name = try node.required("name").string()
    tier = try node.required("tier").string()
    retentionDays = try node.optional("retention_days")?.integer(in: 0...3_650)
    zeroRetention = try node.required("zero_retention").word(ZeroRetention.self)
    trainsOnData = try node.required("trains_on_data").word(Training.self)
    soc2 = try node.required("soc2").word(Answer.self)
    iso = try node.strings("iso")
    agreement = try node.required("baa").word(Agreement.self)
    fedRAMP = try node.required("fedramp").word(FedRAMP.self)
    residencyAtRest = try node.strings("residency_at_rest")
    residencyInference = try node.strings("residency_inference")
    notes = try node.strings("notes")
    secondary = try node.strings("secondary")
    asOf = try node.required("as_of").string()
    source = try node.required("source").string()
  }

  /// Whether data can stay in a region both at rest and while it is computed.
  package func keepsData(in region: String) -> Bool {
    let places = [residencyAtRest, residencyInference]
    return places.allSatisfy { $0.contains(region) || $0.contains("per-region") }
  }
}
