import Base
import Machines

/// Reads the caches that a processor has to itself, where the kernel tells of no sharing.
///
/// SPARC's kernels have one file per cache beside each processor instead of the usual folders.
enum CacheProbe {
  private static let files: [(name: String, level: Int, kind: CPU.Cache.Kind)] = [
    ("l1_dcache_size", 1, .data), ("l1_icache_size", 1, .instruction), ("l2_cache_size", 2, .unified),
  ]

  static func caches(_ root: SystemRoot) -> [CPU.Cache] {
    let folder = "/sys/devices/system/cpu"
    var caches: [CPU.Cache] = []
    for processor in root.names(in: folder).prefix(CPUList.largest)
    where processor.hasPrefix("cpu") && Int(processor.dropFirst(3)) != nil {
      // Of a processor that is offline the kernel leaves the files away.
      for file in files {
        guard let text = try? root.text("\(folder)/\(processor)/\(file.name)", limit: 64).get(), let bytes = Int(text),
          (1..<1 << 40).contains(bytes)
        else { continue }
        let same = { (cache: CPU.Cache) in cache.level == file.level && cache.kind == file.kind && cache.bytes == bytes
        }
        if let index = caches.firstIndex(where: same) {
          caches[index].count += 1
        } else {
          caches.append(CPU.Cache(level: file.level, kind: file.kind, bytes: bytes, count: 1, sharedByThreads: 1))
        }
      }
    }
    return caches.sorted { ($0.level, $0.kind.rawValue) < ($1.level, $1.kind.rawValue) }
  }
}
