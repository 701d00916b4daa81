import Base
import Glibc
import TestSupport
import Testing

@testable import Documents

/// `docs/schema` against the tables that documents are written from.
///
/// `PLIMSOLL_RECORD=1 swift test --filter SchemaFileTests` writes the files anew.
@Suite struct SchemaFileTests {
  private static let folder = ProjectFolder.path + "/docs/schema/"

  @Test func theFilesAreThoseOfTheTables() throws {
    let files = SchemaWriter.files(Contract.all)
    let isRecording = getenv("PLIMSOLL_RECORD") != nil
    for file in files {
      if isRecording { try Files.write(file.text, to: Self.folder + file.name) }
      #expect(try Files.text(Self.folder + file.name) == file.text, "\(file.name)")
    }
    // The others are of files of the catalogue, and none is left of a document that is gone.
    let names = try #require(FileQuestions.names(in: Self.folder))
    #expect(Set(names).isSuperset(of: files.map(\.name)))
    for name in Set(names).subtracting(files.map(\.name)) {
      let schema = try JSONParser.parse(Files.bytes(Self.folder + name))
      #expect(schema["properties"]?["schema"] == nil && schema["properties"] != nil, "\(name)")
    }
  }

  /// Two tables of one name would be one definition.
  @Test func aNameStandsForOneTable() {
    var keys: [String: [String]] = [:]
    func check(_ shape: Shape) {
      switch shape {
      case .object(let object, _):
        let own = object.members.map(\.key)
        #expect(keys[object.name] == nil || keys[object.name] == own, "\(object.name)")
        keys[object.name] = own
        object.members.forEach { check($0.shape) }
      case .list(let shape), .map(let shape), .nullable(let shape): check(shape)
      default: return
      }
    }
    Contract.all.flatMap(\.object.members).forEach { check($0.shape) }
    #expect(keys.count > 30)
    #expect(Set(Contract.all.map(\.name)).count == Contract.all.count)
  }

  @Test(arguments: Contract.all.map(\.name))
  func keysAreSnakeCaseAndExplained(document: String) throws {
    func check(_ object: ObjectShape) {
      #expect(Set(object.members.map(\.key)).count == object.members.count)
      for member in object.members {
        #expect(member.key.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }, "\(member.key)")
        #expect(member.meaning.hasSuffix("."), "\(member.key)")
        if case .object(let inner, _) = member.shape.wrapped { check(inner) }
        if case .list(.object(let inner, _)) = member.shape.wrapped { check(inner) }
      }
    }
    check(try #require(Contract.all.first { $0.name == document }).object)
  }

  @Test(arguments: Contract.all.map(\.name))
  func tablesShowKeysThatThereAre(document: String) throws {
    let shape = try #require(Contract.all.first { $0.name == document })
    for (_, key) in shape.overview { #expect(shape.object.column(key) != nil, "\(key)") }
    guard shape.rows != nil else {
      #expect(shape.columns.isEmpty)
      return
    }
    let table = try #require(shape.table(in: .null))
    #expect(!shape.columns.isEmpty)
    for (_, key) in shape.columns { #expect(table.shape.column(key) != nil, "\(key)") }
  }
}
