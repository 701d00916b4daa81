import Base
import Synchronization

/// The table of GPU products under `catalog/gpus.json`.
///
/// Reading it takes a few milliseconds, so it is read when first asked for and not before.
package struct GPUTable: Sendable {
  /// Every product, in the order of the ids.
  package let gpus: [GPUFact]
  /// Neural processing units by PCI id.
  package let npus: [NPUFact]
  private let indexByPCIID: [String: [Int]]
  private let indexByID: [String: Int]
  /// What was looked up by name.
  let nameCache = NameCache()

  package init(gpus: [GPUFact], npus: [NPUFact] = []) {
    self.gpus = gpus
    self.npus = npus
    var (byPCIID, byID) = ([String: [Int]](), [String: Int]())
    for (index, gpu) in gpus.enumerated() {
      byID[gpu.id] = index
      for id in gpu.pciIDs { byPCIID[id, default: []].append(index) }
    }
    (indexByPCIID, indexByID) = (byPCIID, byID)
  }

  /// The table embedded in the program; empty only if the file were broken, which a test rules out.
  package static let builtIn: GPUTable =
    (EmbeddedFile.named("gpus.json").flatMap { try? GPUTable(JSONNode(lasting: $0.bytes)) }) ?? GPUTable(gpus: [])

  /// The product with exactly this id of the table, such as `nvidia-geforce-rtx-4090`.
  package func gpu(id: String) -> GPUFact? { indexByID[id].map { gpus[$0] } }

  /// The name and aliases of each product taken apart, in the order of `gpus`.
  var names: [[GPUName]] { nameCache.names(of: gpus) }

  /// Every product that carries the PCI id (`10de:2684`, lower case).
  package func gpus(pciID: String) -> [GPUFact] { (indexByPCIID[pciID] ?? []).map { gpus[$0] } }
}

/// Takes the names apart at most once, which only a look-up by name needs, and keeps what was found: a plan looks the same
/// cards up a hundred times.
final class NameCache: Sendable {
  private let stored = Mutex<[[GPUName]]?>(nil)
  private let found = Mutex<[String: NamedGPU?]>([:])
  /// Whoever asks a server may think of any number of names.
  private static let mostFound = 1000

  /// What a text means, found before or now.
  func product(meantBy text: String, find: () -> NamedGPU?) -> NamedGPU? {
    if let known = found.withLock({ $0[text] }) { return known }
    let product = find()
    found.withLock { found in
      if found.count >= Self.mostFound { found.removeAll() }
      found[text] = .some(product)
    }
    return product
  }

  func names(of gpus: [GPUFact]) -> [[GPUName]] {
    stored.withLock { stored in
      if let stored { return stored }
      let names = gpus.map { gpu in [GPUName(gpu.name)] + gpu.aliases.map { GPUName($0) } }
      stored = names
      return names
    }
  }
}

/// What is known about a neural processing unit.
package struct NPUFact: Sendable, Equatable {
  package var name: String
  package var vendor: String
  package var pciID: String
  var int8OperationsPerSecond: Double?

  package init(name: String, vendor: String, pciID: String, int8OperationsPerSecond: Double? = nil) {
    self.name = name
    self.vendor = vendor
    self.pciID = pciID
    self.int8OperationsPerSecond = int8OperationsPerSecond
  }
}

extension GPUTable {
  /// The table in the JSON text of `catalog/gpus.json`.
  package init(document bytes: UnsafeBufferPointer<UInt8>) throws { try self.init(JSONNode(parsing: bytes)) }

  private init(_ root: JSONNode) throws {
    var gpus: [GPUFact] = []
    for node in try root.required("gpus").elements() { gpus.append(try Self.gpu(node)) }
    var npus: [NPUFact] = []
    for node in try root.optional("npus")?.elements() ?? [] {
      npus.append(
        NPUFact(
          name: try node.required("name").string(), vendor: try node.required("vendor").string(),
          pciID: try node.required("pci").string(),
          int8OperationsPerSecond: try node.optional("int8_tops")?.number().tera))
    }
    self.init(gpus: gpus, npus: npus)
  }

  private static func gpu(_ node: JSONNode) throws -> GPUFact {
    var gpu = GPUFact(id: "", name: "", vendor: "")
    for (key, value) in try node.members() {
      switch key {
      case "id": gpu.id = try value.string()
      case "name": gpu.name = try value.string()
      case "vendor": gpu.vendor = try value.string()
      case "arch": gpu.architecture = try value.string()
      case "segment": gpu.segment = try value.string()
      case "unified": gpu.isUnified = try value.bool()
      case "pci":
        for text in try value.elements().map({ try $0.string() }) {
          let id = String(text.prefix { $0 != "/" })
          if id.utf8.count != text.utf8.count { gpu.pciRevisions.append(text) }
          if gpu.pciIDs.last != id { gpu.pciIDs.append(id) }
        }
      case "memory_gib":
        gpu.memorySizesBytes = try value.elements().map { Int(try $0.number() * Double(ByteSize.gibibyte)) }
      case "usable_memory_mib": gpu.usableMemoryBytes = try value.integer() << 20
      case "memory_type": gpu.memoryType = try value.string()
      case "bus": gpu.memoryBusBits = try value.integer()
      case "bandwidth_gbs": gpu.bandwidthBytesPerSecond = try value.number() * 1e9
      case "fp32_tflops": gpu.fp32OperationsPerSecond = try value.number().tera
      case "fp16_matrix_tflops": gpu.fp16MatrixOperationsPerSecond = try value.number().tera
      case "int8_tops": gpu.int8OperationsPerSecond = try value.number().tera
      case "usual_memory": gpu.usualMemoryName = try value.string()
      case "usual_bandwidth_gbs": gpu.usualBandwidthBytesPerSecond = try value.number() * 1e9
      case "target": gpu.computeTarget = try value.string()
      case "year": gpu.releaseYear = try value.integer()
      case "usd": gpu.priceUSD = try value.number()
      case "watts": gpu.powerWatts = try value.number()
      case "aliases": gpu.aliases = try value.elements().map { try $0.string() }
      default: continue
      }
    }
    guard !gpu.id.isEmpty, !gpu.name.isEmpty, !gpu.vendor.isEmpty else { throw node.mismatch("id, name and vendor") }
    return gpu
  }
}

extension Double {
  fileprivate var tera: Double { self * 1e12 }
}
