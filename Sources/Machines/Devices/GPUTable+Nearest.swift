import Base

extension GPUTable {
  /// The names of at most `limit` products that are spelled most like `text`, nearest first.
  package func nearest(to text: String, limit: Int = 3) -> [String] {
    let wanted = GPUName(text)
    let spelling = Array(wanted.spelling.utf8.prefix(64))
    var scored: [(score: Double, name: String)] = []
    for (gpu, names) in zip(gpus, names) {
      guard let name = names.first else { continue }
      let shared = Double(name.words.intersection(wanted.words).count)
      let distance = Double(EditDistance.between(spelling, Array(name.spelling.utf8)))
      let vendor = wanted.vendor == nil || wanted.vendor == gpu.vendor ? 0.0 : 3.0
      scored.append((distance - 2 * shared + vendor, gpu.name))
    }
    scored.sort { $0.score == $1.score ? $0.name < $1.name : $0.score < $1.score }
    return scored.prefix(limit).map(\.name)
  }
}
