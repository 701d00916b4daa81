import CSystem

/// The TCP ports on which somebody listens, asked of the kernel without connecting to any.
package enum ListeningPorts {
  /// The ports in order; nil when the kernel does not answer.
  package static func own() -> [Int]? {
    var ports = [UInt16](repeating: 0, count: 4096)
    let count = plimsoll_listening_ports(&ports, ports.count)
    return count < 0 ? nil : Set(ports[0..<min(count, ports.count)].map(Int.init)).subtracting([0]).sorted()
  }
}
