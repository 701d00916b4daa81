import Base
import Machines

extension Tables {
  /// A machine; its facts are read back from `--machine FILE`.
  static let machine = Table<Machine>("machine", "A machine as a model sees it now.") {
    Field("origin", ifAny: .text, "`simulated` for a machine of options; a real or recorded one has no such key.") {
      $0.assumptions == nil ? nil : "simulated"
    }
    Field("assumptions", ifAny: .list(.text), "What the options of a simulated machine did not name.") {
      $0.assumptions
    }
    Field("os", \.os, os.codec, "The operating system.")
    Field("cpu", \.cpu, cpu.codec, "The processors.")
    Field("memory", \.memory, memory.codec, "The main memory.")
    Field("accelerators", \.accelerators, .list(accelerator.codec), "GPUs and other accelerators.")
    Field("storage", \.storage, .list(storage.codec), mayLack: true, "Where runtimes keep models.")
    Field("runtimes", \.runtimes, .list(runtime.codec), mayLack: true, "Programs that can run models.")
  }

  private static let os = Table("os", "An operating system.", blank: OperatingSystem()) {
    Field("name", fact: \.name, .text, "Its name and version.")
    Field("kernel", fact: \.kernel, .text, "The kernel's release.")
    Field("architecture", fact: \.architecture, .text, "The instruction set, such as `x86_64` or `aarch64`.")
    Field("hypervisor", optionalFact: \.hypervisor, .text, "The hypervisor below, such as `kvm`; null without one.")
    Field("container", optionalFact: \.container, .text, "The container around, such as `docker`; null without one.")
  }

  private static let memory = Table("memory", "The main memory and what a model may have of it.", blank: Memory()) {
    Field("total_bytes", fact: \.totalBytes, .bytes, "All of it.")
    Field("available_bytes", fact: \.availableBytes, .bytes, "What the kernel could give away now.")
    Field("swap_bytes", fact: \.swapBytes, .bytes, "Swap space.")
    Field(
      "limit_bytes", optionalFact: \.limitBytes, .bytes, "The tightest control group limit; null when there is none.")
    Field("limit_source", optional: \.limitSource, .text, "The file that sets the limit.")
    Field("budget_bytes", fact: \.budgetBytes, .bytes, "What a model may take now.")
    Field(
      "bandwidth_bytes_per_second", fact: \.bandwidthBytesPerSecond, .number(.bytesPerSecond),
      "Theoretical, from type, speed and channels.")
    Field("modules", fact: \.modules, .text, "Type, speed and channels in words.")
    Field("huge_pages_free_bytes", fact: \.hugePagesFreeBytes, .bytes, "Huge pages that nobody uses.")
    Field("huge_pages_total_bytes", fact: \.hugePagesTotalBytes, .bytes, "All huge pages.")
    Field("huge_page_bytes", fact: \.hugePageBytes, .bytes, "The size of one huge page.")
    Field(
      "swap_limit_bytes", optional: \.swapLimitBytes, .bytes,
      "The tightest control group limit of swap; null when there is none.")
  }

  private static let storage = Table(
    "storage", "A place where a runtime keeps models.", blank: Storage(), identity: "purpose"
  ) {
    Field("purpose", \.purpose, .text, "Whose place it is: `ollama`, `llama.cpp` or `huggingface`.")
    Field("path", \.path, .text, "The folder.")
    Field("free_bytes", fact: \.freeBytes, .bytes, "Free space on its file system.")
  }

  private static let runtime = Table(
    "runtime", "A program that can run models.", blank: Runtime(), identity: "name"
  ) {
    Field("name", \.name, .text, "Its name.")
    Field("version", fact: \.version, .text, "Its version.")
    Field("endpoint", optional: \.endpoint, .text, "Where it listens; null when it is no server.")
    Field("running", \.isRunning, .flag, mayLack: true, "Whether it runs now.")
  }

  static let gap = Table("gap", "Something that is not known, and why.", blank: Gap()) {
    Field("subject", \.subject, .text, "Dotted path of the fact, or the name of a source.")
    Field("reason", \.reason, .text, "Why it is not known.")
  }

  /// The gaps of documents about a machine.
  static func gaps<Content>(_ machine: @escaping @Sendable (Content) -> Machine) -> Field<Content> {
    Field("gaps", .list(gap.codec), "Everything that is null for want of knowledge, with the reason.") {
      MachineGaps.all(machine($0))
    }
  }
}

extension Machine {
  /// What a simulated machine's options left open; nil for every other machine.
  ///
  /// A recording has none, so that it gives the same bytes as the machine itself.
  fileprivate var assumptions: [String]? {
    if case .simulated(let assumptions) = origin { assumptions } else { nil }
  }
}
