import Testing

@testable import Models

@Suite struct QuantizationLossTests {
  private func loss(_ recipe: String, _ billions: Double = 8, experts: Bool = false) throws -> Double {
    try #require(
      QuantizationLoss.points(recipe: recipe, parameters: Int(billions * 1e9), isMixtureOfExperts: experts), "\(recipe)"
    )
  }

  @Test func fewerBitsCostMoreWithinAFamilyOfRecipes() throws {
    for family in [
      ["F16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_K_S", "Q4_K_M", "Q4_K_S", "Q3_K_L", "Q3_K_M", "Q3_K_S", "Q2_K", "Q2_K_S"],
      [
        "IQ4_NL", "IQ4_XS", "IQ3_M", "IQ3_S", "IQ3_XS", "IQ3_XXS", "IQ2_M", "IQ2_S", "IQ2_XS", "IQ2_XXS", "IQ1_M",
        "IQ1_S",
      ],
      ["Q8_0", "Q5_1", "Q5_0", "Q4_1", "Q4_0"],
    ] {
      let losses = try family.map { try loss($0) }
      #expect(losses == losses.sorted(), "\(family)")
    }
  }

  @Test func smallModelsAndMixturesSufferMore() throws {
    #expect(try loss("Q4_K_M", 1) > loss("Q4_K_M", 8))
    #expect(try loss("Q4_K_M", 8) > loss("Q4_K_M", 70))
    #expect(try loss("Q4_K_M", 30, experts: true) > loss("Q4_K_M", 30))
    #expect(try loss("F16", 1) == 0)
  }

  /// MMLU of Llama 3 at Q4_K_M and IQ2_XXS, on the scale of quality: half a point and twenty points.
  @Test func theScaleIsThatOfPublishedResults() throws {
    #expect(abs(try loss("Q4_K_M") - 0.6) < 0.3)
    #expect(abs(try loss("IQ2_XXS") - 20) < 4)
    #expect(abs(try loss("IQ2_XXS", 70) - 9) < 2)
  }

  @Test(
    arguments: zip(["UD-Q4_K_XL", "Q4_K", "fp16", "Q4_0 (QAT)", "q8_0"], ["Q4_K_M", "Q4_K_M", "F16", "Q4_0", "Q8_0"]))
  func variantsCountAsTheirRecipe(name: String, recipe: String) {
    #expect(QuantizationLoss.builtIn.row(name)?.name == recipe)
  }

  @Test func anUnknownRecipeIsJudgedByItsBitsOrNotAtAll() throws {
    #expect(QuantizationLoss.points(recipe: "Q9_X", parameters: 1, isMixtureOfExperts: false) == nil)
    let table = QuantizationLoss.builtIn
    let points = try #require(
      table.points(recipe: "Q9_X", bitsPerWeight: 4.7, parameters: 8_030_000_000, isMixtureOfExperts: false))
    #expect(try points > loss("Q5_K_M") && points < loss("IQ3_M"))
    for bits in [0, -1, Double.nan, .infinity] {
      let value = table.points(recipe: "?", bitsPerWeight: bits, parameters: nil, isMixtureOfExperts: false)
      #expect(value == nil || value == 0)
    }
  }

  @Test func theReleasedFormatCostsNothing() throws {
    let model = try #require(try Catalog.builtIn().model(id: "gpt-oss-20b"))
    #expect(QuantizationLoss.points(recipe: "MXFP4", of: model) == 0)
    #expect(try #require(QuantizationLoss.points(recipe: "Q2_K", of: model)) > 5)
  }
}
