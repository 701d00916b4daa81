import Options
import TestSupport
import Testing

/// A command with one option of each kind.
private struct PaintCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "paint", abstract: "Paint a thing.", discussion: "Things are painted where they stand.",
      examples: [("tool paint boat --colour red", "A red boat.")])
  }

  @Argument("thing", help: "What to paint.") var thing: String
  @Argument(rest: "more", help: "More things.") var more: [String]
  @Option("name", help: "Which colour.") var colour: Colour = .blue
  @Option("n", help: "How many coats.", check: { $0 > 0 ? nil : "a number from 1" }) var coats: Int = 2
  @Option(repeated: ["--with"], "tool", help: "With what.") var tools: [String]
  @Option("file", help: "Where the colours are.", section: "Input") var palette: String?
  @Flag(help: "Say nothing.") var quiet: Bool
  @OptionGroup var drying: DryingOptions
}

private struct DryingOptions: ParsableArguments {
  @Flag(help: "Dry in the sun.", section: "Drying") var sun: Bool
  @Flag(help: "Dry in the shade.", section: "Drying") var shade: Bool

  func validate() throws(OptionProblem) {
    if sun, shade { throw .conflict("--sun", "--shade") }
  }
}

private enum Colour: String, CaseIterable, ArgumentValue { case blue, red, green }

private struct SailCommand: ParsableCommand {
  static var configuration: CommandConfiguration { CommandConfiguration(name: "sail", abstract: "Sail.") }
}

private struct ToolCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "tool", abstract: "Paints and sails.", subcommands: [PaintCommand.self, SailCommand.self],
      defaultSubcommand: SailCommand.self)
  }
}

@Suite struct CommandParserTests {
  private func paint(_ words: String...) throws -> PaintCommand {
    guard case .run(let command) = try CommandParser(root: ToolCommand.self).parse(["paint"] + words),
      let paint = command as? PaintCommand
    else { throw OptionProblem.unexpectedArgument("no paint command") }
    return paint
  }

  private func problem(_ words: [String]) -> OptionProblem? {
    do {
      _ = try CommandParser(root: ToolCommand.self).parse(words)
      return nil
    } catch {
      return error
    }
  }

  @Test func whatIsNotGivenHasItsDefault() throws {
    let command = try paint("boat")
    #expect(command.thing == "boat")
    #expect(command.colour == .blue)
    #expect(command.coats == 2)
    #expect(command.tools.isEmpty && command.more.isEmpty)
    #expect(command.palette == nil)
    #expect(!command.quiet && !command.drying.sun)
  }

  @Test func optionsAndArgumentsMayBeMixed() throws {
    let command = try paint(
      "--colour=RED", "boat", "--with", "brush", "oar", "--coats", "3", "--with=roller", "--sun", "--palette", "-")
    #expect(command.thing == "boat")
    #expect(command.more == ["oar"])
    #expect(command.colour == .red)
    #expect(command.coats == 3)
    #expect(command.tools == ["brush", "roller"])
    #expect(command.palette == "-")
    #expect(command.drying.sun)
  }

  @Test func everythingAfterTwoHyphensIsAnArgument() throws {
    let command = try paint("--", "--colour", "--help")
    #expect(command.thing == "--colour")
    #expect(command.more == ["--help"])
  }

  @Test func theLastOfAnOptionGivenTwiceCounts() throws {
    #expect(try paint("boat", "--coats", "3", "--coats", "4").coats == 4)
  }

  @Test(arguments: [
    (["pant"], OptionProblem.unknownCommand("pant", nearest: ["paint"], known: ["paint", "sail"])),
    (["zzzzzz"], .unknownCommand("zzzzzz", nearest: [], known: ["paint", "sail"])),
    (["paint"], .inCommand("tool paint", .missingArgument("thing"))),
    (["paint", "a", "--color", "red"], .inCommand("tool paint", .unknownOption("--color", nearest: ["--colour"]))),
    (["paint", "a", "--colour"], .inCommand("tool paint", .missingValue(option: "--colour", valueName: "name"))),
    (
      ["paint", "a", "--colour", "--sun"],
      .inCommand("tool paint", .missingValue(option: "--colour", valueName: "name"))
    ),
    (
      ["paint", "a", "--colour", "gren"],
      .inCommand(
        "tool paint",
        .badValue(option: "--colour", value: "gren", expected: "one of blue, red, green", nearest: ["green", "red"]))
    ),
    (
      ["paint", "a", "--coats", "0"],
      .inCommand("tool paint", .badValue(option: "--coats", value: "0", expected: "a number from 1", nearest: []))
    ),
    (["paint", "a", "--sun=yes"], .inCommand("tool paint", .unexpectedValue(option: "--sun"))),
    (["paint", "a", "--sun", "--shade"], .inCommand("tool paint", .conflict("--sun", "--shade"))),
    (["sail", "away"], .inCommand("tool sail", .unexpectedArgument("away"))),
    (["--sun"], .inCommand("tool sail", .unknownOption("--sun", nearest: []))),
  ])
  func whatIsWrongIsNamed(words: [String], expected: OptionProblem) {
    #expect(problem(words) == expected)
  }

  @Test func everyProblemHasASentence() {
    let problem = OptionProblem.inCommand("tool sail", .missingValue(option: "--to", valueName: "port"))
    #expect(problem.message == "option '--to' needs a value: --to <port>")
    #expect(problem.hint == "see 'tool sail --help'")
    let unknown = OptionProblem.unknownCommand("x", nearest: [], known: ["paint", "sail"])
    #expect(unknown.hint == "one of: paint, sail")
  }

  @Test(arguments: [["--help"], ["-h"], ["help"], ["paint", "--help"], ["help", "paint"], ["paint", "a", "-h"]])
  func helpIsAlwaysThere(words: [String]) throws {
    guard case .help(let type, let path, let isShort) = try CommandParser(root: ToolCommand.self).parse(words) else {
      Issue.record("\(words) is no question for help")
      return
    }
    #expect(path == (words.contains("paint") ? ["tool", "paint"] : ["tool"]))
    #expect(type.configuration.name == path.last)
    #expect(isShort == words.contains("-h"))
  }

  @Test(arguments: [60, 100])
  func helpTeaches(width: Int) throws {
    let page = HelpText.page(for: PaintCommand.self, path: ["tool", "paint"], width: width)
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= width })
    try expectSnapshot(page, named: "help-\(width).txt")
  }

  @Test func shortHelpNamesEveryOptionOnOneScreen() throws {
    let page = HelpText.shortPage(for: PaintCommand.self, path: ["tool", "paint"], width: 80)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
    for option in ArgumentSet(PaintCommand()).options {
      #expect(page.contains(try #require(option.names.last)), "\(option.names)")
    }
  }

  /// Whatever the words, the parser answers.
  @Test func mutatedWordsNeverCrash() {
    var random = SeededRandom(seed: 7)
    let pool = [
      "paint", "sail", "--colour", "--colour=", "=", "--", "-", "-h", "--coats", "99999999999999999999", "-1", "",
      "\u{0}",
      "--with", "é", "--sun=", "a", "help", "--version", "---", "--=x",
    ]
    var answered = 0
    for _ in 0..<20_000 {
      let words = (0..<Int.random(in: 0...6, using: &random)).map { _ in pool.randomElement(using: &random) ?? "" }
      answered += problem(words) == nil ? 1 : 0
    }
    #expect(answered > 0 && answered < 20_000)
  }
}

@Suite struct NearestNamesTests {
  @Test(arguments: [
    ("recomend", ["recommend", "record", "scan"], ["recommend"]), ("SCAN", ["scan"], ["scan"]),
    ("teh", ["the", "thirteen"], ["the"]), ("q4", ["Q4_K_M", "Q4_0", "Q8_0"], ["Q4_0", "Q4_K_M"]),
    ("zzz", ["scan"], []), ("", ["scan"], []),
  ])
  func closestFirst(word: String, names: [String], nearest: [String]) {
    #expect(NearestNames.of(word, in: names) == nearest)
  }
}
