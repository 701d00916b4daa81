/// What is known about a GPU product, whichever machine it is in.
package struct GPUFact: Sendable, Equatable {
  package var id: String
  package var name: String
  /// The vendor in lower case, such as `nvidia` or `amd`.
  package var vendor: String
  package var architecture: String?
  /// What the product is built for, such as `desktop`, `laptop`, `server` or `integrated`.
  package var segment: String?
  package var isUnified: Bool
  /// `10de:2684`, lower case; ids shared by several products stand in each of them.
  package var pciIDs: [String]
  /// Revisions of a PCI id that mean this product, as `1002:744c/c8`; other revisions of the id are other products.
  var pciRevisions: [String]
  package var memorySizesBytes: [Int]
  /// What the driver reports as the whole memory: error correction and firmware keep the rest; nil where not known.
  var usableMemoryBytes: Int?
  /// Such as `GDDR6`; nil for what lives in main memory.
  package var memoryType: String?
  package var memoryBusBits: Int?
  package var bandwidthBytesPerSecond: Double?
  package var fp32OperationsPerSecond: Double?
  /// Dense FP16 matrix rate (no sparsity).
  package var fp16MatrixOperationsPerSecond: Double?
  var int8OperationsPerSecond: Double?
  package var computeTarget: String?
  package var releaseYear: Int?
  package var priceUSD: Double?
  package var powerWatts: Double?
  /// The main memory that most machines with integrated graphics have, where it is not soldered to them.
  var usualMemory: (name: String, bandwidthBytesPerSecond: Double)? {
    usualMemoryName.flatMap { name in usualBandwidthBytesPerSecond.map { (name, $0) } }
  }
  var usualMemoryName: String?
  var usualBandwidthBytesPerSecond: Double?
  /// Other names that drivers and people use.
  package var aliases: [String]

  package init(
    id: String, name: String, vendor: String, architecture: String? = nil, segment: String? = nil,
    isUnified: Bool = false, pciIDs: [String] = [], pciRevisions: [String] = [],
    memorySizesBytes: [Int] = [], memoryType: String? = nil, memoryBusBits: Int? = nil,
    bandwidthBytesPerSecond: Double? = nil, fp32OperationsPerSecond: Double? = nil,
    fp16MatrixOperationsPerSecond: Double? = nil, int8OperationsPerSecond: Double? = nil,
    computeTarget: String? = nil, releaseYear: Int? = nil, priceUSD: Double? = nil, powerWatts: Double? = nil,
    aliases: [String] = []
  ) {
    self.id = id
    self.name = name
    self.vendor = vendor
    self.architecture = architecture
    self.segment = segment
    self.isUnified = isUnified
    self.pciIDs = pciIDs
    self.pciRevisions = pciRevisions
    self.memorySizesBytes = memorySizesBytes
    self.memoryType = memoryType
    self.memoryBusBits = memoryBusBits
    self.bandwidthBytesPerSecond = bandwidthBytesPerSecond
    self.fp32OperationsPerSecond = fp32OperationsPerSecond
    self.fp16MatrixOperationsPerSecond = fp16MatrixOperationsPerSecond
    self.int8OperationsPerSecond = int8OperationsPerSecond
    self.computeTarget = computeTarget
    self.releaseYear = releaseYear
    self.priceUSD = priceUSD
    self.powerWatts = powerWatts
    self.aliases = aliases
  }
}
