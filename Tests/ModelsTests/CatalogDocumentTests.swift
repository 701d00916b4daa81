import Base
import Testing

@testable import Models

/// The catalogue's prices, providers and runtimes: what they say, and that nonsense in them is found.
@Suite struct CatalogDocumentTests {
  private static let names = CatalogNames(
    models: Set((try? Catalog.builtIn().models.map(\.id)) ?? []), gpus: Self.gpuIDs)

  private static let gpuIDs: Set<String> = {
    guard let file = EmbeddedFile.named("gpus.json"), let root = try? JSONParser.parse(file.bytes) else { return [] }
    return Set((root["gpus"]?.array ?? []).compactMap { $0["id"]?.string })
  }()

  @Test func theBuiltInDocumentsAreClean() {
    let files = CatalogDocuments.builtInFiles
    #expect(files.count == 10)
    #expect(CatalogDocuments.findings(in: files, knowing: Self.names).map(\.text) == [])
  }

  struct Spoiled: CustomTestStringConvertible {
    let file: String
    let right: String
    let wrong: String
    let pointer: String
    var testDescription: String { "\(file): \(right) → \(wrong)" }

    init(_ file: String, _ right: String, _ wrong: String, _ pointer: String) {
      (self.file, self.right, self.wrong, self.pointer) = (file, right, wrong, pointer)
    }
  }

  @Test(arguments: [
    Spoiled("prices.json", "\"input_usd_per_million\": ", "\"input_usd_per_million\": -", "/models/0"),
    Spoiled(
      "prices.json", "\"output_usd_per_million\": ", "\"output_usd_per_billion\": ", "/models/0/output_usd_per_million"),
    Spoiled("prices.json", "\"source\": \"llm-prices\"", "\"source\": \"hearsay\"", "/models/0/source"),
    Spoiled("prices.json", "\"as_of\": \"2026-08-05\"", "\"as_of\": \"August\"", "/models/0/as_of"),
    Spoiled("prices.json", "\"factor\": 1.1", "\"factor\": 0.9", "/surcharges/0/factor"),
    Spoiled("instances.json", "\"gpu\": \"amd", "\"gpu\": \"amt", "/instances/0/gpu"),
    Spoiled("instances.json", "\"usd_per_hour\": ", "\"usd_per_hour\": -", "/instances/0/usd_per_hour"),
    Spoiled("energy.json", "\"price_per_kwh\": ", "\"price_per_kwh\": 1000", "/electricity/0/price_per_kwh"),
    Spoiled("energy.json", "\"sector\": \"business\"", "\"sector\": \"farm\"", "/electricity/0/sector"),
    Spoiled(
      "providers.json", "\"trains_on_data\": \"no\"", "\"trains_on_data\": \"perhaps\"", "/providers/0/trains_on_data"),
    Spoiled("providers.json", "\"name\": \"Anthropic\"", "\"name\": \"OpenAI\"", "/providers/1/name"),
    Spoiled("runtimes.json", "\"port\": 11434", "\"port\": 114340", "/runtimes/0/port"),
    Spoiled("runtimes.json", "\"status\": \"active\"", "\"status\": \"archived\"", "/runtimes/0/status_since"),
    Spoiled("runtimes.json", "\"formats\": [", "\"formats\": [\"onnx\", ", "/runtimes/0/formats/0"),
  ])
  func nonsenseIsFoundWhereItIs(spoiled: Spoiled) throws {
    let good = String(decoding: try #require(EmbeddedFile.named(spoiled.file)).bytes, as: UTF8.self)
    let bad = good.replacing(spoiled.right, with: spoiled.wrong, maxReplacements: 1)
    #expect(bad != good)
    let file = CatalogLoader.File(name: "my/" + spoiled.file, bytes: Array(bad.utf8))
    let found = CatalogDocuments.findings(in: [file], knowing: Self.names)
    #expect(found.map(\.pointer) == [spoiled.pointer], "\(found.map(\.text))")
    #expect(found.allSatisfy { $0.isMistake && $0.line > 1 })
  }

  @Test func whatIsNoJSONIsAFinding() {
    let file = CatalogLoader.File(name: "prices.json", bytes: Array("{\"models\": [".utf8))
    #expect(CatalogDocuments.findings(in: [file], knowing: Self.names).count == 1)
  }

  /// Prices that the project's worked examples use.
  @Test(arguments: [
    ("gpt-4o", 2.5, 10.0), ("OpenAI/gpt-4o-mini", 0.15, 0.6), ("claude-sonnet-4-5", 3.0, 15.0), ("o1", 15.0, 60.0),
    ("o3", 2.0, 8.0), ("command-r-plus", 2.5, 10.0), ("claude-haiku-4-5", 1.0, 5.0),
  ])
  func wellKnownPricesAreThere(name: String, input: Double, output: Double) throws {
    let prices = try PriceList.builtIn().prices(named: name).filter {
      ["OpenAI", "Anthropic", "Cohere"].contains($0.provider)
    }
    #expect(prices.map(\.input) == [input], "\(prices)")
    #expect(prices.map(\.output) == [output], "\(prices)")
  }

  @Test func pricesKnowTheirAgeAndTheirEnd() throws {
    let list = try PriceList.builtIn()
    let price = try #require(list.prices(named: "gpt-4o").first)
    #expect(!price.isStale(on: "2026-12-01"))
    #expect(price.isStale(on: "2027-03-01"))
    #expect(list.prices(named: "claude-3-opus").map(\.isRetired) == [true])
    #expect(price.retires == "2027-01-14" && !price.isRetired)
    #expect(list.prices.count > 300)
    #expect(Set(list.prices.compactMap(\.catalogID)).count > 120)
    #expect(!list.prices(ofCatalogModel: "gpt-oss-120b").isEmpty)
  }

  @Test func rentedMachinesAreFound() throws {
    let list = try MachinePriceList.builtIn()
    let machine = try #require(list.rentals(named: "G5.xlarge", region: "us-east-1").first)
    #expect(machine.usdPerHour == 1.006)
    #expect(machine.gpu == "nvidia-a10g")
    #expect(list.rentals(named: "no-such").isEmpty)
    #expect(list.hardware.contains { $0.gpu == "nvidia-geforce-rtx-4090" })
  }

  @Test func electricityIsFoundByCodeAndName() throws {
    let facts = try EnergyFacts.builtIn()
    #expect(facts.electricity(in: "de", sector: .household)?.pricePerKWh == 0.3835)
    #expect(facts.electricity(in: "Germany", sector: .household)?.currency == .eur)
    #expect(facts.electricity(in: "US-CA", sector: .business)?.pricePerKWh == 0.2946)
    #expect(facts.electricity(in: "Atlantis", sector: .household) == nil)
    #expect(!facts.perToken.isEmpty && !facts.power.isEmpty)
  }

  @Test func providersSayWhereDataStays() throws {
    let list = try ProviderList.builtIn()
    #expect(try #require(list.provider(named: "openai")).keepsData(in: "EU"))
    #expect(try #require(list.provider(named: "AWS Bedrock")).keepsData(in: "EU"))
    #expect(!(try #require(list.provider(named: "Anthropic"))).keepsData(in: "EU"))
    #expect(try #require(list.provider(named: "DeepSeek")).trainsOnData == .yes)
  }

  @Test func runtimesHavePortsFlagsAndAState() throws {
    let list = try RuntimeList.builtIn()
    let server = try #require(list.runtime(named: "llama.cpp"))
    #expect([server.port] + server.otherPorts == [8080, 9931])
    #expect(server.flags["expert_layers_in_ram"] == "--n-cpu-moe")
    #expect(list.runtime(named: "TGI")?.status == .archived)
    #expect(list.runtime(named: "GPT4All")?.status == .dormant)
    #expect(list.runtime(named: "vLLM")?.computeCapabilities["fp8"] == 8.9)
    #expect(list.absent.map(\.name).contains("Tengine"))
    for format in Artefact.Format.allCases {
      #expect(list.runtimes.contains { $0.formats.contains(format) && $0.status == .active }, "\(format)")
    }
  }

  @Test(arguments: [
    ("2026-11-25", "2026-11-25", 0), ("2024-02-28", "2024-03-01", 2), ("2025-02-28", "2025-03-01", 1),
    ("2026", "2026-12-31", 364), ("2026-12-31", "2027-01", 1), ("2000-01-01", "2026-11-25", 9825),
    ("2026-01-02", "2026-01-01", -1),
  ])
  func daysBetweenDates(first: String, second: String, days: Int) {
    #expect(CatalogDate.days(from: first, to: second) == days)
  }

  @Test func whatIsNoDateHasNoDays() {
    #expect(CatalogDate.days(from: "2025-Q2", to: "2026-01-01") == nil)
  }
}
