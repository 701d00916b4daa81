import Base

/// What plimsoll knows about one computer, as plain values: read live, replayed, loaded or simulated.
package struct Machine: Sendable, Equatable {
  package var origin: Origin
  package var os = OperatingSystem()
  package var cpu = CPU()
  package var memory = Memory()
  package var accelerators: [Accelerator] = []
  package var storage: [Storage] = []
  package var runtimes: [Runtime] = []
  /// What could not be read, and why, beyond the unknown fields of the parts.
  package var gaps: [Gap] = []

  package init(origin: Origin) { self.origin = origin }

  /// Where the facts come from.
  ///
  /// Only a live machine may be measured.
  package enum Origin: Sendable, Equatable {
    case live
    /// A recorded tree (`--root`).
    case recorded
    /// A machine document (`--machine`).
    case document
    /// Put together from options; the assumptions are sentences for the user.
    case simulated(assumptions: [String])
  }
}

/// Something that could not be read, with the reason.
package struct Gap: Sendable, Equatable, Hashable {
  /// A dotted path such as `cpu.model` or the name of a source such as `vulkan`.
  package var subject: String
  package var reason: String

  package init(_ subject: String = "", _ reason: String = "") {
    self.subject = subject
    self.reason = reason
  }
}

package struct OperatingSystem: Sendable, Equatable {
  package var name: Known<String> = .unread
  package var kernel: Known<String> = .unread
  /// The kernel's name for the instruction set, such as `x86_64` or `aarch64`.
  package var architecture: Known<String> = .unread
  /// The hypervisor under the machine, such as `kvm`; nil when there is none.
  package var hypervisor: Known<String?> = .known(nil)
  /// The container runtime around the process, such as `docker`; nil when there is none.
  package var container: Known<String?> = .known(nil)

  package init() {}
}

/// A place where a runtime keeps models.
package struct Storage: Sendable, Equatable {
  /// Whose place it is: `ollama`, `llama.cpp` or `huggingface`.
  package var purpose: String
  package var path: String
  package var freeBytes: Known<Int>

  package init(purpose: String = "", path: String = "", freeBytes: Known<Int> = .unread) {
    self.purpose = purpose
    self.path = path
    self.freeBytes = freeBytes
  }
}

/// A program on the machine that can run models.
package struct Runtime: Sendable, Equatable {
  package var name: String
  package var version: Known<String>
  /// Where it listens, such as `http://127.0.0.1:11434`; nil when it is no server.
  package var endpoint: String?
  package var isRunning: Bool

  package init(name: String = "", version: Known<String> = .unread, endpoint: String? = nil, isRunning: Bool = false) {
    self.name = name
    self.version = version
    self.endpoint = endpoint
    self.isRunning = isRunning
  }
}

extension Machine {
  /// The same machine with its processor alone.
  package var withoutAccelerators: Machine {
    var machine = self
    machine.accelerators = []
    return machine
  }
}
