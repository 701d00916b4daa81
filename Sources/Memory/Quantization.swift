import Base
import Machines
import Models

/// A named way to store a model's weights, as users ask for it.
///
/// A class, since lists of them are made for every model: copying one is counting a reference.
package final class Quantization: Sendable, Equatable {
  /// llama.cpp's spelling for GGUF recipes, such as `Q4_K_M`; the method's usual name otherwise.
  package let name: String
  package let family: Family
  /// The format of most matrices; nil for the formats that are no GGUF block format.
  let baseType: TensorType
  /// True when the recipe needs experts to differ from a plainer one.
  package let isForExpertsOnly: Bool
  /// The packed layout; nil for GGUF recipes.
  let safetensorsFormat: SafetensorsFormat?
  let recipe: RecipeName
  /// True for a publisher's own mixture of types, such as `UD-Q4_K_XL`: its files are planned as the recipe that it varies,
  /// with their own sizes.
  package let isMixed: Bool
  /// Its place in `all`, and behind them in `mixed`; nil for one that is in neither.
  let ordinal: Int?

  /// Which runtimes read it.
  package enum Family: String, Sendable, CaseIterable {
    /// llama.cpp, Ollama and their kin.
    case gguf
    /// vLLM, SGLang, transformers: GPU only.
    case safetensors
  }

  private init(
    _ name: String, _ baseType: TensorType, _ family: Family, isForExpertsOnly: Bool, _ format: SafetensorsFormat?,
    _ recipe: RecipeName, isMixed: Bool = false, ordinal: Int? = nil
  ) {
    (self.name, self.baseType, self.family, self.isForExpertsOnly) = (name, baseType, family, isForExpertsOnly)
    (safetensorsFormat, self.recipe, self.isMixed, self.ordinal) = (format, recipe, isMixed, ordinal)
  }

  convenience init(
    _ name: String, _ baseType: TensorType, family: Family = .gguf, isForExpertsOnly: Bool = false
  ) {
    self.init(
      name, baseType, family, isForExpertsOnly: isForExpertsOnly,
      family == .safetensors ? SafetensorsFormat(named: name) : nil, RecipeName(rawValue: name) ?? .plain)
  }

  /// A publisher's mixture that varies a recipe.
  private convenience init(_ name: String, mixing plain: Quantization) {
    self.init(
      name, plain.baseType, .gguf, isForExpertsOnly: plain.isForExpertsOnly, nil, plain.recipe, isMixed: true)
  }

  /// A packed layout that is not in the table, as a checkpoint's configuration describes it.
  convenience init(packed name: String, _ format: SafetensorsFormat) {
    self.init(name, .q8_0, .safetensors, isForExpertsOnly: false, format, .plain)
  }

  /// The same at its place.
  private convenience init(_ other: Quantization, ordinal: Int) {
    self.init(
      other.name, other.baseType, other.family, isForExpertsOnly: other.isForExpertsOnly, other.safetensorsFormat,
      other.recipe, isMixed: other.isMixed, ordinal: ordinal)
  }

  package static func == (one: Quantization, other: Quantization) -> Bool {
    one === other
      || one.name == other.name && one.family == other.family && one.baseType == other.baseType
        && one.isForExpertsOnly == other.isForExpertsOnly && one.safetensorsFormat == other.safetensorsFormat
        && one.recipe == other.recipe && one.isMixed == other.isMixed && one.ordinal == other.ordinal
  }

  /// True for three-valued weights, which only suit models trained for them.
  package var isTernary: Bool { baseType == .tq1_0 || baseType == .tq2_0 }

  /// Bits per weight of the base format; the recipe's average is a little higher.
  package var nominalBitsPerWeight: Double {
    safetensorsFormat.map(\.bitsPerWeight) ?? baseType.bitsPerWeight
  }

  /// Back ends that can run it; safetensors runtimes need a GPU of a kind they support.
  package var backends: [Backend] {
    family == .gguf ? Backend.allCases : [.cuda, .rocm]
  }

  /// Every quantization plimsoll knows, from the largest to the smallest of its family.
  package static let all: [Quantization] = table.enumerated().map { Quantization($0.element, ordinal: $0.offset) }

  /// Their names, each once.
  package static let names: [String] = all.reduce(into: []) { names, quantization in
    if !names.contains(quantization.name) { names.append(quantization.name) }
  }

  private static let table: [Quantization] = [
    Quantization("F32", .f32), Quantization("BF16", .bf16), Quantization("F16", .f16),
    Quantization("Q8_0", .q8_0), Quantization("Q6_K", .q6_K),
    Quantization("Q5_K_M", .q5_K), Quantization("Q5_K_S", .q5_K),
    Quantization("Q5_1", .q5_1), Quantization("Q5_0", .q5_0),
    Quantization("Q4_K_M", .q4_K), Quantization("Q4_K_S", .q4_K),
    Quantization("Q4_1", .q4_1), Quantization("Q4_0", .q4_0),
    Quantization("IQ4_NL", .iq4_NL), Quantization("IQ4_XS", .iq4_XS),
    Quantization("NVFP4", .nvfp4),
    Quantization("MXFP4_MOE", .mxfp4, isForExpertsOnly: true),
    Quantization("Q3_K_L", .q3_K), Quantization("Q3_K_M", .q3_K), Quantization("Q3_K_S", .q3_K),
    Quantization("IQ3_M", .iq3_S), Quantization("IQ3_S", .iq3_S), Quantization("IQ3_XS", .iq3_S),
    Quantization("IQ3_XXS", .iq3_XXS),
    Quantization("Q2_K", .q2_K), Quantization("Q2_K_S", .q2_K),
    Quantization("IQ2_M", .iq2_S), Quantization("IQ2_S", .iq2_XS), Quantization("IQ2_XS", .iq2_XS),
    Quantization("IQ2_XXS", .iq2_XXS), Quantization("IQ1_M", .iq1_M), Quantization("IQ1_S", .iq1_S),
    Quantization("TQ2_0", .tq2_0), Quantization("TQ1_0", .tq1_0),
    Quantization("FP8", .q8_0, family: .safetensors),
    Quantization("AWQ", .q4_0, family: .safetensors),
    Quantization("GPTQ", .q4_0, family: .safetensors),
    Quantization("INT4", .q4_0, family: .safetensors, isForExpertsOnly: true),
    Quantization("NVFP4", .nvfp4, family: .safetensors),
    Quantization("MXFP4", .mxfp4, family: .safetensors, isForExpertsOnly: true),
    Quantization("NF4", .q4_0, family: .safetensors),
  ]

  /// Publishers' own mixtures, by their labels.
  package static let mixed: [Quantization] = MixedLabel.names.compactMap(mixture).enumerated().map {
    Quantization($0.element, ordinal: all.count + $0.offset)
  }

  /// One more than the last ordinal.
  static var ordinalCount: Int { all.count + mixed.count }

  /// The ordinal of what `named` finds.
  static func ordinal(named name: String) -> Int? { ordinals[name] ?? ordinals[name.uppercased()] }

  /// The names that `ordinal(named:)` knows as they are spelt here, and the ordinal of each.
  static let labels = TextIndex(labelled.map(\.key))
  static let ordinalsOfLabels = labelled.map(\.value)
  private static let labelled = Array(ordinals)

  /// Whether the quantization with an ordinal is one of GGUF files.
  static func isForFiles(_ ordinal: Int) -> Bool { ordinal >= all.count || all[ordinal].family == .gguf }

  private static let ordinals: [String: Int] = byName.compactMapValues(\.ordinal)
    .merging(mixed.compactMap { mixture in mixture.ordinal.map { (mixture.name, $0) } }) { plain, _ in plain }

  /// The quantization with an ordinal.
  static func at(_ ordinal: Int) -> Quantization { ordinal < all.count ? all[ordinal] : mixed[ordinal - all.count] }

  private static func mixture(_ label: String) -> Quantization? {
    if byName[label] != nil { return nil }
    var plain = label.hasPrefix("UD-") ? String(label.dropFirst(3)) : label
    if let found = byName[plain] { return Quantization(label, mixing: found) }
    for suffix in ["_XL", "_L", "_M", "_S"] where plain.hasSuffix(suffix) {
      plain.removeLast(suffix.count)
      break
    }
    // Q4_K_XL is more of Q4_K_M, Q6_K_L of Q6_K, Q8_K_XL of Q8_0; Q1_0 holds about what IQ1_S does.
    let near = [plain + "_M", plain, String(plain.prefix { $0 != "_" }) + "_0"].lazy.compactMap { byName[$0] }.first
    return (near ?? byName["IQ1_S"]).map { Quantization(label, mixing: $0) }
  }

  /// The quantization or mixture with this name or alias, in any case; nil when there is none.
  package static func named(_ name: String) -> Quantization? {
    byName[name] ?? mixedByName[name] ?? byName[name.uppercased()] ?? mixedByName[name.uppercased()]
  }

  /// The format of a checkpoint with this name or alias, in any case; nil when there is none.
  ///
  /// Some formats have a name that a recipe of GGUF files has too.
  package static func checkpoint(named name: String) -> Quantization? {
    let wanted = name.uppercased() == "MXFP4_MOE" ? "MXFP4" : name.uppercased()
    if let found = byName[wanted], found.family == .safetensors { return found }
    return all.first { $0.family == .safetensors && $0.name == wanted }
  }

  private static let mixedByName = Dictionary(uniqueKeysWithValues: mixed.map { ($0.name, $0) })

  private static let byName: [String: Quantization] = {
    var result: [String: Quantization] = [:]
    // Recipes of GGUF files come first.
    for quantization in all where result[quantization.name] == nil { result[quantization.name] = quantization }
    for (name, alias) in aliases { result[alias] = result[name] }
    return result
  }()

  /// Other spellings that are understood.
  private static let aliases = [
    ("F16", "FP16"), ("Q5_K_M", "Q5_K"), ("Q4_K_M", "Q4_K"), ("MXFP4_MOE", "MXFP4"), ("Q3_K_M", "Q3_K"),
    ("AWQ", "AWQ-INT4"), ("AWQ", "AWQ-4BIT"), ("GPTQ", "GPTQ-INT4"), ("GPTQ", "GPTQ-4BIT"), ("NF4", "BNB-NF4"),
    ("NF4", "BNB"), ("NF4", "BNB-4BIT"), ("NF4", "BITSANDBYTES"),
  ]

  /// The names most like `name`, nearest first, for a message about one that is unknown.
  package static func nearestNames(to name: String, limit: Int = 3) -> [String] {
    let wanted = Array(name.uppercased().utf8.prefix(64))
    let ranked = (all + mixed).map { quantization in
      // Publishers' prefixes are easily forgotten.
      let own = Array(quantization.name.utf8)
      return (
        name: quantization.name,
        distance: own.suffix(wanted.count) == wanted[...] ? 0 : EditDistance.between(wanted, own)
      )
    }
    return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
  }
}
