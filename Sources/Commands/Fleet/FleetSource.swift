import Base
import Documents
import Fleet
import Machines

/// Reads the hardware documents of a fleet, a few hundred at a time, so that no more than those are in memory.
struct FleetSource {
  /// Documents that are read at once.
  private static let portion = 512

  let paths: [String]

  /// The inventory, and what was skipped; a path that is not there fails.
  func read() throws -> (inventory: Inventory, skipped: [FleetAnswer.Skipped]) {
    let files = try FleetFiles.named(paths)
    var builder = InventoryBuilder()
    var skipped: [FleetAnswer.Skipped] = []
    for start in stride(from: 0, to: files.count, by: Self.portion) {
      let some = Array(files[start..<min(start + Self.portion, files.count)])
      for (file, documents) in zip(some, some.concurrentMap(Self.documents)) {
        for document in documents {
          switch document {
          case .machine(let name, let machine): builder.add(name, machine)
          case .broken(let reason): skipped.append(.init(file: file.path, reason: reason))
          case .other: break
          }
        }
      }
    }
    return (builder.inventory(), skipped)
  }

  private enum Document: Sendable {
    case machine(String, Machine)
    case broken(String)
    /// A document of plimsoll's that is about something else.
    case other
  }

  private static func documents(_ file: FleetFiles.File) -> [Document] {
    do {
      let bytes = try InputFile.bytes(
        file.path, what: "the machine document", limit: file.isLines ? 1 << 30 : InputFile.smallLimit)
      guard file.isLines else { return [try document(bytes, file.host, file.path)] }
      return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
        number, line in
        if line.allSatisfy({ $0 <= 0x20 }) { return nil }
        do {
          return try document(Array(line), "\(file.host)#\(number + 1)", "\(file.path):\(number + 1)")
        } catch {
          return .broken((error as? Failure)?.message ?? "\(error)")
        }
      }
    } catch {
      return [.broken((error as? Failure)?.message ?? "\(error)")]
    }
  }

  private static func document(_ bytes: [UInt8], _ host: String, _ path: String) throws -> Document {
    let root = try InputFile.json(bytes, file: path)
    do {
      if let schema = try root.optional("schema")?.string(), isElse(schema) { return .other }
      return .machine(host, try MachineReader.machine(root))
    } catch {
      throw InputFile.failure(error, file: path)
    }
  }

  /// Whether a document of plimsoll's carries no machine; it may lie beside those that do.
  private static func isElse(_ schema: String) -> Bool {
    Contract.all.contains { $0.schema == schema } && !MachineReader.schemas.contains(schema)
  }
}
