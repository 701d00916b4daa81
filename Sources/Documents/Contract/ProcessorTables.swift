import Base
import Machines

extension Tables {
  static let cpu = Table("cpu", "The processors of a machine.", blank: CPU()) {
    Field("vendor", fact: \.vendor, .text, "The maker.")
    Field("model", fact: \.model, .text, "The product.")
    Field("packages", fact: \.packages, .count, "Sockets in use.")
    Field("cores", fact: \.cores, .count, "Physical cores that are online.")
    Field("threads", fact: \.threads, .count, "Hardware threads that are online.")
    Field(
      "usable_threads", fact: \.usableThreads, .count,
      "Threads that this process may keep busy, after affinity, cpuset and CPU quota.")
    Field("performance_cores", fact: \.performanceCores, .count, "Cores of the faster kind; all where there is one.")
    Field("efficiency_cores", fact: \.efficiencyCores, .count, "Cores of the slower kind.")
    Field("current_frequency_hz", fact: \.currentFrequencyHz, .number(.hertz), "The clock now.")
    Field("smt_active", fact: \.hasActiveSMT, .flag, "Whether cores run more than one thread each.")
    Field("maximum_frequency_hz", fact: \.maximumFrequencyHz, .number(.hertz), "The highest clock.")
    Field("offline_threads", \.offlineThreads, .count, mayLack: true, "Hardware threads that are switched off.")
    Field(
      "quota_processors", optional: \.quotaProcessors, .number,
      "The CPU quota in processors (1.5 is one and a half); null without one.")
    Field(
      "isa", \.isa, .list(.text), mayLack: true,
      "Instruction set extensions that the kernel has enabled, in its spelling.")
    Field("caches", \.caches, .list(cache.codec), mayLack: true, "Caches by level and kind.")
    Field("numa_nodes", \.numaNodes, .list(numaNode.codec), mayLack: true, "NUMA nodes.")
  }

  private static let cache = Table("cache", "Caches of one level and kind.", blank: CPU.Cache()) {
    Field("level", \.level, .count(nil, in: 1...9), "1 is the nearest to the core.")
    Field("kind", \.kind, .word, "What it holds.")
    Field("bytes", \.bytes, .bytes, "The size of one cache.")
    Field("count", \.count, .count, "How many such caches the machine has.")
    Field("shared_by_threads", optional: \.sharedByThreads, .count, "Hardware threads that share one of them.")
  }

  private static let numaNode = Table("numa_node", "A NUMA node.", blank: CPU.NUMANode(), identity: "id") {
    Field("id", \.id, .count, "The kernel's number.")
    Field("memory_bytes", fact: \.memoryBytes, .bytes, "Its own memory.")
    Field("cpus", \.cpus, .text, "Its hardware threads as the kernel writes lists, such as `0-7,16-23`.")
  }
}
