import Base
import TestSupport
import Testing

/// Changed inputs of everything that parses foreign bytes: no crash, no hang, and nothing impossible.
@Suite struct FuzzTests {
  /// A few of the rounds that `make verify` does.
  @Test(arguments: ForeignParser.all) func changedSeeds(_ parser: ForeignParser) {
    parser.run(rounds: parser.rounds / 50)
  }

  /// What was found once: each file of the corpus is an input that crashed, hung or became something impossible.
  @Test(arguments: ForeignParser.all) func whatWasFoundOnce(_ parser: ForeignParser) throws {
    let folder = ProjectFolder.path + "/Tests/FuzzTests/Corpus/" + parser.name
    for file in FileQuestions.names(in: folder) ?? [] {
      let bytes = try RandomAccessFile(folder + "/" + file).bytes(upTo: 1 << 20) ?? []
      parser.check(bytes, "\(parser.name)/\(file)")
    }
  }

  /// A folder of the corpus that no parser has would never be read.
  @Test func everyFolderOfTheCorpusHasItsParser() {
    let names = Set(ForeignParser.all.map { $0.name })
    let folders = FileQuestions.names(in: ProjectFolder.path + "/Tests/FuzzTests/Corpus") ?? []
    #expect(folders.filter { $0 != "README.md" }.allSatisfy(names.contains), "\(folders)")
    #expect(names.count == ForeignParser.all.count)
  }

  /// Seeds that a parser refuses would leave all behind its first line untouched.
  @Test(arguments: ForeignParser.all) func seedsAreSound(_ parser: ForeignParser) {
    for seed in parser.seeds { parser.check(seed, "a seed of \(parser.name)") }
  }
}

extension ForeignParser: CustomTestStringConvertible {
  var testDescription: String { name }

  /// Parses this many changed seeds, the same on every run.
  func run(rounds: Int) {
    var mutator = Mutator(seed: UInt64(name.utf8.count))
    for round in 0..<rounds { check(mutator.mutated(seeds[round % seeds.count]), "\(name), round \(round)") }
  }

  fileprivate func check(_ bytes: [UInt8], _ place: String) {
    do {
      try parse(bytes)
    } catch {
      Issue.record("\(place): \(error): \(bytes)")
    }
  }
}

extension Verify {
  @Suite struct FuzzTests {
    @Test(arguments: ForeignParser.all) func changedSeeds(_ parser: ForeignParser) {
      parser.run(rounds: parser.rounds)
    }
  }
}
