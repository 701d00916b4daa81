import Base

/// What a quantization costs in points of quality; figures and sources are in `catalog/quantization-loss.json`.
///
/// The loss is the Kullback-Leibler divergence of the recipe on Llama 3 8B, times a constant that fits the loss in
/// published results, times a power of the size: small models suffer more (docs/quality.md).
package struct QuantizationLoss: Sendable {
  /// One recipe of llama.cpp.
  package struct Recipe: Sendable, Equatable {
    package let name: String
    package let bitsPerWeight: Double
    /// Mean Kullback-Leibler divergence to F16, made without an importance matrix where the recipe can do without.
    let divergence: Double
    let divergenceWithImportanceMatrix: Double?
  }

  package let recipes: [Recipe]
  private let byName: [String: Recipe]
  private let frontier: [(bits: Double, divergence: Double)]
  private let referenceParameters: Double
  private let pointsPerDivergence: Double
  private let sizeExponent: Double
  private let mixtureOfExpertsFactor: Double
  private let quantizationAwareFactor: Double
  private let maximumPoints: Double

  /// The table embedded in the program; without recipes if that could not be read, which a test excludes.
  package static let builtIn: QuantizationLoss = {
    guard let file = EmbeddedFile.named("quantization-loss.json"), let root = try? JSONNode(lasting: file.bytes) else {
      return QuantizationLoss()
    }
    return (try? QuantizationLoss(root)) ?? QuantizationLoss()
  }()

  private init() {
    (recipes, byName, frontier) = ([], [:], [])
    (referenceParameters, pointsPerDivergence, sizeExponent) = (8.03e9, 0, 0)
    (mixtureOfExpertsFactor, quantizationAwareFactor, maximumPoints) = (1, 1, 0)
  }

  init(_ node: JSONNode) throws(JSONShapeError) {
    referenceParameters = try node.required("reference_parameters").number()
    pointsPerDivergence = try node.required("points_per_divergence").number()
    sizeExponent = try node.required("size_exponent").number()
    mixtureOfExpertsFactor = try node.required("mixture_of_experts_factor").number()
    quantizationAwareFactor = try node.required("quantization_aware_factor").number()
    maximumPoints = try node.required("maximum_points").number()
    let recipes = try node.list("recipes") { row throws(JSONShapeError) in
      Recipe(
        name: try row.required("recipe").string(), bitsPerWeight: try row.required("bits").number(),
        divergence: try row.required("divergence").number(),
        divergenceWithImportanceMatrix: try row.optional("divergence_imatrix")?.number())
    }
    self.recipes = recipes
    byName = Dictionary(recipes.map { ($0.name, $0) }) { first, _ in first }
    frontier = Self.frontier(recipes)
  }

  /// Points of quality that the recipe costs a model of that size; nil for a recipe nobody knows.
  ///
  /// `parameters` are all weights; mixtures of experts suffer like smaller dense models.
  package static func points(recipe: String, parameters: Int?, isMixtureOfExperts: Bool) -> Double? {
    builtIn.points(recipe: recipe, parameters: parameters, isMixtureOfExperts: isMixtureOfExperts)
  }

  /// Points of quality that the recipe costs this model.
  ///
  /// A dynamic mixture is judged by its bits, unless tables of embeddings have most of them: it is made with an importance
  /// matrix. Where the weights were released in
  /// about four bits, so is every file: nothing is lost in the format of the release, and next to nothing where most weights
  /// stay in it. Weights that were trained for the quantization lose less.
  package static func points(
    recipe: String, of model: Model, _ kind: MixedLabel.Kind? = nil, bitsPerWeight: Double? = nil,
    isQuantizationAware: Bool = false
  ) -> Double? {
    let kind = kind ?? MixedLabel.Kind(model)
    let isNative = kind == .nativeLowBit
    let byBits =
      bitsPerWeight != nil && (isNative || recipe.isEmpty || recipe.hasPrefix("UD-") && kind != .perLayerEmbeddings)
    let plain = builtIn.points(
      recipe: byBits ? "" : recipe, bitsPerWeight: bitsPerWeight, parameters: model.textParameters ?? model.parameters,
      isMixtureOfExperts: model.isMixtureOfExperts)
    if isQuantizationAware { return plain.map { $0 * builtIn.quantizationAwareFactor } }
    guard isNative else { return plain }
    if recipe.uppercased() == model.nativeQuantization { return 0 }
    guard let released = builtIn.row(model.nativeQuantization ?? "MXFP4")?.bitsPerWeight,
      let bits = bitsPerWeight ?? builtIn.row(recipe)?.bitsPerWeight, bits >= released * releasedShare
    else { return plain }
    return plain.map { $0 * lossNearRelease }
  }

  /// Files of some bits per weight, whose divergences are looked up once for many models.
  package struct Steps: Sendable {
    package let bits: [Double]
    fileprivate let divergences: [Double]

    package init(_ bits: [Double]) {
      self.bits = bits
      divergences = bits.map { builtIn.divergence(bitsPerWeight: $0) ?? 0 }
    }
  }

  /// Points of quality that files of unknown recipes cost this model, for each of the steps.
  package static func points(of model: Model, _ kind: MixedLabel.Kind, at steps: Steps) -> [Double] {
    let size = builtIn.sizeFactor(model.textParameters ?? model.parameters)
    let isMixtureOfExperts = model.isMixtureOfExperts
    let released = kind == .nativeLowBit ? builtIn.row(model.nativeQuantization ?? "MXFP4")?.bitsPerWeight : nil
    return zip(steps.bits, steps.divergences).map { bits, divergence in
      let points = builtIn.points(divergence, size, isMixtureOfExperts: isMixtureOfExperts)
      return released.map { bits >= $0 * releasedShare } ?? false ? points * lossNearRelease : points
    }
  }

  /// Small models suffer more.
  private func sizeFactor(_ parameters: Int?) -> Double {
    Power.of(Double(max(parameters ?? Int(referenceParameters), 1)) / referenceParameters, sizeExponent)
  }

  private func points(
    _ divergence: Double, _ size: Double, isMixtureOfExperts: Bool, isQuantizationAware: Bool = false
  ) -> Double {
    var points = pointsPerDivergence * divergence
    points *= size
    if isMixtureOfExperts { points *= mixtureOfExpertsFactor }
    if isQuantizationAware { points *= quantizationAwareFactor }
    return min(points, maximumPoints)
  }

  /// From this share of the release's bits on most weights stay as they were released, and so much of the loss is left.
  private static let (releasedShare, lossNearRelease) = (0.95, 0.1)

  /// Points of quality of a recipe, by its name or else by its bits per weight; nil when neither is known.
  package func points(
    recipe: String, bitsPerWeight: Double? = nil, parameters: Int?, isMixtureOfExperts: Bool,
    importanceMatrix: Bool = false
  ) -> Double? {
    let divergence: Double
    // Most questions are about bits alone.
    let row = recipe.isEmpty ? nil : row(recipe)
    if let row {
      divergence = importanceMatrix ? row.divergenceWithImportanceMatrix ?? row.divergence : row.divergence
    } else if let bitsPerWeight, let interpolated = self.divergence(bitsPerWeight: bitsPerWeight) {
      divergence = interpolated
    } else {
      return nil
    }
    return points(
      divergence, sizeFactor(parameters), isMixtureOfExperts: isMixtureOfExperts,
      isQuantizationAware: !recipe.isEmpty && row?.name != recipe && recipe.uppercased().contains("QAT"))
  }

  /// The row of a recipe; makers' prefixes and suffixes (`UD-Q4_K_XL`, `Q4_0 (QAT)`) count as the recipe they vary.
  package func row(_ recipe: String) -> Recipe? {
    // Most names are spelt as in the table.
    if let found = byName[recipe] { return found }
    var name = recipe.uppercased()
    if let space = name.firstIndex(of: " ") { name = String(name[..<space]) }
    if name.hasPrefix("UD-") { name.removeFirst(3) }
    return byName[Self.aliases[name] ?? name]
  }

  private static let aliases = [
    "Q2_K_L": "Q2_K", "Q2_K_XL": "Q2_K", "Q3_K": "Q3_K_M", "Q3_K_XL": "Q3_K_L", "Q4_K": "Q4_K_M", "Q4_K_L": "Q4_K_M",
    "Q4_K_XL": "Q4_K_M", "Q5_K": "Q5_K_M", "Q5_K_L": "Q5_K_M", "Q5_K_XL": "Q5_K_M", "Q6_K_L": "Q6_K",
    "Q6_K_XL": "Q6_K", "Q8_K_XL": "Q8_0", "FP16": "F16", "FP32": "F32",
  ]

  /// Divergence of a format known only by its size: between its neighbours, linear in the logarithm.
  private func divergence(bitsPerWeight: Double) -> Double? {
    guard bitsPerWeight.isFinite, bitsPerWeight > 0, let first = frontier.first, let last = frontier.last else {
      return nil
    }
    if bitsPerWeight >= 16 { return 0 }
    if bitsPerWeight >= last.bits { return last.divergence }
    guard let upper = frontier.first(where: { $0.bits > bitsPerWeight }),
      let lower = frontier.last(where: { $0.bits <= bitsPerWeight })
    else { return first.divergence }
    let share = (bitsPerWeight - lower.bits) / (upper.bits - lower.bits)
    return Power.between(lower.divergence, upper.divergence, share)
  }

  /// What bits can do, the fewest first: recipes made with an importance matrix that none of fewer bits equals.
  private static func frontier(_ recipes: [Recipe]) -> [(bits: Double, divergence: Double)] {
    var result: [(bits: Double, divergence: Double)] = []
    for recipe in recipes.sorted(by: { $0.bitsPerWeight < $1.bitsPerWeight }) {
      let divergence = recipe.divergenceWithImportanceMatrix ?? recipe.divergence
      guard divergence > 0, recipe.name.contains("K") || recipe.name.hasPrefix("IQ") || recipe.name == "Q8_0",
        divergence < result.last?.divergence ?? .infinity
      else { continue }
      result.append((recipe.bitsPerWeight, divergence))
    }
    return result
  }
}
