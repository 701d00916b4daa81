import Base
import Commands
import TestSupport
import Testing

/// `plimsoll cost` from the command line on.
@Suite struct CostTests {
  private static let daily = ["cost", "--requests-per-day", "5000", "--input", "800", "--output", "400"]
  private static let million = ["cost", "--requests-per-month", "1000000", "--input", "500", "--output", "200"]

  private static func document(_ arguments: [String]) throws -> JSONValue {
    let document = try ProgramRun(arguments + ["--json"]).document()
    #expect(try SchemaCheck.findings(in: document, schema: "cost") == [])
    return document
  }

  @Test func hardwareThatPaysSaysWhen() throws {
    let document = try Self.document(
      Self.daily + ["--api", "gpt-4o-mini", "--setup", "1600", "--local-monthly", "30"])
    #expect(document["workload"]?["requests_per_month"]?.number == 150_000)
    #expect(document["api"]?.array?.first?["monthly_usd"]?.number == 54)
    let local = try #require(document["local"]?.array?.first)
    #expect(local["setup_usd"]?.number == 1600 && local["monthly_usd"]?.number == 30)
    let comparison = try #require(document["comparisons"]?.array?.first)
    #expect(comparison["monthly_saving_usd"]?.number == 24)
    #expect(comparison["break_even_months"]?["estimate"]?.number == 66.67)
    #expect(comparison["reason"]?.string?.contains("after 66.7 months") == true)
  }

  @Test func hardwareThatNeverPaysSaysWhy() throws {
    let document = try Self.document(
      Self.daily + ["--api", "gpt-4o-mini", "--setup", "$1,600", "--local-monthly", "60 USD"])
    let comparison = try #require(document["comparisons"]?.array?.first)
    #expect(comparison["break_even_months"] == .null)
    #expect(
      comparison["reason"]?.string?.hasPrefix("never: running it oneself costs $60.00 a month, $6.00 more") == true)
  }

  @Test func rentedMachinesAreThoseOfTheList() throws {
    let document = try Self.document(
      Self.million + [
        "--api", "GPT-4o", "--api", "4o-mini", "--rent", "g5.xlarge", "--instances", "2", "--ops-hours", "10",
        "--ops-rate", "150",
      ])
    #expect(document["api"]?.array?.map { $0["monthly_usd"]?.number } == [195, 3250])
    let local = try #require(document["local"]?.array?.first)
    #expect(local["monthly_usd"]?.number == 2968.76 && local["machines"] == 2)
    #expect(local["parts"]?["rental_usd"]?.number == 1468.76)
    #expect(local["parts"]?["engineering_usd"]?.number == 1500)
  }

  @Test func throughputSaysHowManyMachines() throws {
    let words = Self.million + ["--api", "gpt-4o", "--local", "qwen3:8b", "--rent", "g5.xlarge"]
    let local = try #require(Self.document(words)["local"]?.array?.first)
    let utilisation = try #require(local["utilisation"]?.number)
    #expect(utilisation > 0 && utilisation <= 1)
    let carried = try #require(local["requests_per_month_capacity"]?.number)
    #expect(abs(carried * utilisation / 1_000_000 - 1) < 0.01)
    let few = ProgramRun(words + ["--requests-per-hour", "100", "--instances", "2", "--json"])
    #expect(few.code == .nothingFits)
    #expect(try few.document()["comparisons"]?.array?.first?["reason"]?.string?.contains("never: the load is") == true)
  }

  @Test func whatIsOwnedCostsItsPower() throws {
    let words = Self.daily + ["--local", "qwen3:8b", "--gpu", "RTX 4090", "--electricity", "0.40"]
    let bought = try #require(Self.document(words)["local"]?.array?.first)
    let owned = try #require(Self.document(words + ["--owned"])["local"]?.array?.first)
    #expect(try #require(bought["setup_usd"]?.number) > 1000 && owned["setup_usd"]?.number == 0)
    #expect(bought["parts"] == owned["parts"])
    let amortized = try #require(Self.document(words + ["--amortize", "36"])["local"]?.array?.first)
    let (share, setup) = (amortized["parts"]?["hardware_usd"]?.number ?? 0, bought["setup_usd"]?.number ?? 0)
    #expect(abs(share - setup / 36) < 0.01)
    #expect(amortized["monthly_usd"]?.number ?? 0 > bought["monthly_usd"]?.number ?? 0)
  }

  @Test func aLogIsMeasuredAndItsBrokenLinesCounted() throws {
    let folder = try TestFolder()
    let lines = (0..<240).map { hour in
      "{\"created\": \(1_764_000_000 + hour * 3600), \"model\": \"\(hour % 2 == 0 ? "gpt-4o-2024-08-06" : "gpt-4o-mini")\", "
        + "\"usage\": {\"prompt_tokens\": 1000, \"completion_tokens\": 100}}"
    }
    try folder.write((lines + ["{broken", "{\"usage\": {}}"]).joined(separator: "\n"), to: "log.jsonl")
    let document = try Self.document(["cost", "--log", folder.path + "/log.jsonl"])
    #expect(document["workload"]?["requests_per_month"]?.number == 720)
    #expect(document["log"]?["broken"] == 2)
    #expect(document["log"]?["broken_lines"]?.array?.map { $0["line"] } == [241, 242])
    let names = document["api"]?.array?.compactMap { $0["model"]?.string } ?? []
    #expect(Set(names) == ["gpt-4o", "gpt-4o-mini", "all models"])
    // Half at 0.0035, half at 0.00021 a request.
    let mean = document["api"]?.array?.first { $0["model"] == "all models" }?["monthly_usd"]?.number
    #expect(abs((mean ?? 0) - 360 * (0.0035 + 0.000_21)) < 1e-6)
    #expect(document["warnings"]?.array?.contains { $0.string?.contains("2 lines of the log") == true } == true)
  }

  @Test func ownPricesComeFirst() throws {
    let folder = try TestFolder()
    try folder.write(
      "{\"sample_spec\": {}, \"gpt-4o\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1e-06, \"output_cost_per_token\": 2e-06}}",
      to: "prices.json")
    let words = Self.million + ["--price", folder.path + "/prices.json", "--api", "gpt-4o", "--api", "gpt-4o-mini"]
    let rows = try #require(Self.document(words)["api"]?.array)
    #expect(rows.map { $0["monthly_usd"]?.number } == [195, 900])
    #expect(rows[1]["as_of"] == .null && rows[1]["source"]?.string?.hasSuffix("prices.json") == true)
  }

  @Test func everyFigureIsExplained() throws {
    let figures = try #require(
      Self.document(
        Self.million + [
          "--api", "gpt-4o", "--local", "qwen3:8b", "--gpu", "2xRTX 3090", "--ops-hours", "5", "--explain",
        ])[
          "explanation"]?.array)
    for figure in figures {
      for key in ["figure", "formula", "result", "source"] { #expect(figure[key]?.string?.isEmpty == false) }
    }
    let names = figures.compactMap { $0["figure"]?.string }
    for part in [
      "OpenAI/gpt-4o, a month", ": power", ": engineering", ": a month with hardware", ": machines", "equal cost",
    ] {
      #expect(names.contains { $0.hasSuffix(part) }, "\(part)")
    }
  }

  @Test func thePlotIsWrittenAsSVG() throws {
    let folder = try TestFolder()
    let path = folder.path + "/plot.svg"
    let words = Self.daily + ["--api", "gpt-4o-mini", "--setup", "1600", "--local-monthly", "30", "--plot"]
    #expect(ProgramRun(words + [path]).code == .answered)
    let svg = try Files.text(path)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.components(of: "<polyline") == 2 && svg.contains("equal cost"))
    #expect(ProgramRun(words + [folder.path + "/no/such/plot.svg"]).code == .cannotCreate)
  }

  @Test(arguments: [
    (["cost"], "how many requests?", "--requests-per-day"), (["cost", "--requests-per-day", "0"], "'0'", ""),
    (["cost", "--requests-per-day", "-5"], "'-5'", ""), (["cost", "--requests-per-month", "1e9"], "'1e9'", ""),
    (["cost", "--requests-per-day", "1", "--setup", "1600EUR"], "'1600EUR'", "cost --help"),
    (["cost", "--requests-per-day", "1", "--setup", "-1"], "'-1'", ""),
    (["cost", "--requests-per-day", "1", "--input", "0", "--output", "0"], "no tokens", "--input"),
    (["cost", "--requests-per-day", "1", "--cached", "1.5"], "'1.5'", ""),
    (["cost", "--requests-per-day", "1", "--api", "haiku"], "names 4 hosted models", "claude-haiku-4-5"),
    (["cost", "--requests-per-day", "1", "--api", "gpt-4p"], "no price is known", "gpt-4"),
    (["cost", "--requests-per-day", "1", "--rent", "g5.xlrge"], "no rented machine", "g5.xlarge"),
    (["cost", "--requests-per-day", "1", "--rent", "g5.xlarge", "--region", "mars"], "not offered", "us-east-1"),
    (["cost", "--requests-per-day", "1", "--gpu", "RTX 4090"], "which model", "--local"),
    (
      ["cost", "--requests-per-day", "1", "--local", "qwen3:8b", "--gpu", "none", "--electricity", "Mars"], "'Mars'",
      "DE"
    ),
    (["cost", "--requests-per-day", "1", "--requests-per-month", "1"], "exclude each other", ""),
  ])
  func badInputIsRefusedWithAWayOut(arguments: [String], message: String, hint: String) {
    let run = ProgramRun(arguments)
    #expect(run.code == .usage && run.output.isEmpty)
    #expect(run.messages.contains(message) && run.messages.contains(hint), "\(run.messages)")
  }

  @Test func aLogWithoutRecordsIsBadData() throws {
    let folder = try TestFolder()
    for text in ["", "hello\n", "{\"a\": 1}\n", "[]"] {
      try folder.write(text, to: "log")
      let run = ProgramRun("cost", "--log", folder.path + "/log")
      #expect(run.code == .badData && run.messages.contains("expected records of usage"), "\(run.messages)")
    }
    #expect(ProgramRun("cost", "--log", "/no/such/log").code == .noInput)
  }

  @Test func whatDoesNotFitIsSaid() {
    let run = ProgramRun(
      "cost", "--requests-per-day", "10", "--local", "deepseek-r1", "--gpu", "RTX 3060 12GB", "--ram", "16GiB")
    #expect(run.code == .nothingFits && run.messages.contains("does not fit"))
  }
}

extension String {
  /// How often a text is in this one.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
