import Base
import Models
import Options
import Ranking

/// A policy as a file says it.
struct PolicyFile {
  let path: String
  private(set) var policy = Policy()
  private(set) var name: String?
  /// Where each key stands, counted from 1.
  private(set) var lines: [String: Int] = [:]

  init(_ path: String) throws {
    try self.init(InputFile.bytes(path, what: "the policy"), file: path)
  }

  /// The same of the file's bytes.
  init(_ bytes: [UInt8], file path: String) throws {
    self.path = path
    let node = try InputFile.json(bytes, file: path)
    do {
      for (key, value) in try node.members() {
        guard let key = Key(rawValue: key) else {
          let nearest = NearestNames.of(key, in: Key.allCases.map(\.rawValue))
          throw Failure(
            .badData, "\(path):\(value.line): a policy has no '\(key)'",
            hint: "\(nearest.isEmpty ? "one of" : "nearest"): "
              + (nearest.isEmpty ? Key.allCases.map(\.rawValue) : nearest).joined(separator: ", "))
        }
        lines[key.rawValue] = value.line
        if value.value != .null { try take(key, value) }
      }
    } catch let error as JSONShapeError {
      throw InputFile.failure(error, file: path)
    }
    guard policy != Policy() else {
      throw Failure(.badData, "\(path): the policy asks for nothing", hint: "see 'plimsoll help export' for its keys")
    }
  }

  /// The keys of a policy, in the order in which they are documented.
  enum Key: String, CaseIterable {
    case schema, name
    case useCase = "use_case"
    case models, quantizations
    case contextTokens = "context_tokens"
    case minimumTokensPerSecond = "minimum_tokens_per_second"
    case maximumTimeToFirstTokenSeconds = "maximum_time_to_first_token_seconds"
    case maximumMemoryBytes = "maximum_memory_bytes"
    case license, licenses, creators
    case excludedCreators = "excluded_creators"
    case publishers

    /// The key that asks what a rule finds missing.
    init?(of finding: PolicyFinding) {
      switch finding.breach {
      case .shortfall(.capability): self = .useCase
      case .shortfall(.license): self = .license
      case .shortfall(.context): self = .contextTokens
      case .shortfall(.decodeSpeed), .shortfall(.unknownBandwidth): self = .minimumTokensPerSecond
      case .shortfall(.timeToFirstToken): self = .maximumTimeToFirstTokenSeconds
      case .license: self = .licenses
      case .creator: self = .creators
      case .excludedCreator: self = .excludedCreators
      case .publisher: self = .publishers
      case .memory: self = .maximumMemoryBytes
      case .shortfall, .tight: return nil
      }
    }
  }

  /// Refuses makers and licences that nobody has, for a misspelt one would forbid all or nothing.
  func check(against catalog: Catalog) throws {
    let creators = Set(catalog.models.map(\.creator))
    let licenses = Set(catalog.models.compactMap(\.license)).union(License.all.keys)
    try check(policy.creators, .creators, among: creators)
    try check(policy.excludedCreators, .excludedCreators, among: creators)
    try check(policy.licenses, .licenses, among: licenses)
  }

  private func check(_ names: [String], _ key: Key, among known: Set<String>) throws {
    let spelled = Set(known.map { $0.lowercased() })
    guard let name = names.first(where: { !spelled.contains($0.lowercased()) }) else { return }
    let nearest = NearestNames.of(name, in: known.sorted())
    throw Failure(
      .badData, "\(path):\(lines[key.rawValue] ?? 1): /\(key.rawValue): no model of the catalogue has '\(name)'",
      hint: "\(nearest.isEmpty ? "such as" : "nearest"): "
        + (nearest.isEmpty ? Array(known.sorted().prefix(6)) : nearest).joined(separator: ", "))
  }

  /// The line that asks what a finding says is missing; that of the models, or the first, where none does.
  func line(of finding: PolicyFinding) -> Int {
    Key(of: finding).flatMap { lines[$0.rawValue] } ?? lines[Key.models.rawValue] ?? 1
  }

  private mutating func take(_ key: Key, _ value: JSONNode) throws {
    switch key {
    case .schema:
      guard try value.string() == "plimsoll.policy/1" else { throw value.complaint("\"plimsoll.policy/1\"") }
    case .name: name = try value.string()
    case .useCase: policy.useCase = try value.word(UseCase.self)
    case .models: policy.models = try Self.texts(value)
    case .quantizations: policy.quantizations = try QuantizationNames.known(Self.texts(value))
    case .contextTokens: policy.contextTokens = try value.integer(in: 1...TokenCount.maximum)
    case .minimumTokensPerSecond: policy.minimumTokensPerSecond = try Self.positive(value)
    case .maximumTimeToFirstTokenSeconds: policy.maximumTimeToFirstTokenSeconds = try Self.positive(value)
    case .maximumMemoryBytes:
      if value.isString {
        guard let size = SizeArgument(argument: try value.string()) else {
          throw value.complaint(SizeArgument.expectation)
        }
        policy.maximumMemoryBytes = size.bytes
      } else {
        policy.maximumMemoryBytes = try value.integer(in: 1...1 << 52)
      }
    case .license: policy.license = try value.word(Wishes.LicenseGate.self)
    case .licenses: policy.licenses = try Self.texts(value)
    case .creators: policy.creators = try Self.texts(value)
    case .excludedCreators: policy.excludedCreators = try Self.texts(value)
    case .publishers: policy.publishers = try Self.texts(value)
    }
  }

  private static func texts(_ value: JSONNode) throws(JSONShapeError) -> [String] {
    let elements = try value.elements()
    guard !elements.isEmpty else { throw value.complaint("at least one text") }
    var texts: [String] = []
    for element in elements {
      let text = try element.string()
      guard !text.isEmpty else { throw element.complaint("a text that is not empty") }
      texts.append(text)
    }
    return texts
  }

  private static func positive(_ value: JSONNode) throws(JSONShapeError) -> Double {
    let number = try value.number()
    guard number > 0, number <= 1e9 else { throw value.complaint("a number above 0") }
    return number
  }
}
