import Glibc

/// What joins two nodes.
package struct NodeLink: Sendable, Equatable {
  /// In each direction.
  package var bytesPerSecond: Double
  /// One way, in seconds.
  package var latency: Double

  package init(bytesPerSecond: Double, latency: Double) {
    (self.bytesPerSecond, self.latency) = (bytesPerSecond, latency)
  }

  /// 25 Gbit/s Ethernet with 50 µs.
  package static let usual = NodeLink(bytesPerSecond: 25e9 / 8, latency: 50e-6)

  /// One message.
  func seconds(bytes: Double) -> Double { latency + bytes / bytesPerSecond }

  /// A sum over all nodes of a vector that each has: up and down a tree, whose messages together carry what a ring's do.
  ///
  /// Thakur, Rabenseifner and Gropp, "Optimization of Collective Communication Operations in MPICH", 2005.
  func sumSeconds(bytes: Double, nodes: Int) -> Double {
    guard nodes > 1 else { return 0 }
    return 2 * Double(Self.levels(nodes)) * latency + 2 * Double(nodes - 1) / Double(nodes) * bytes / bytesPerSecond
  }

  /// Of a tree over so many nodes.
  static func levels(_ nodes: Int) -> Int { Int.bitWidth - (nodes - 1).leadingZeroBitCount }

  /// Every node sends parts of so many bytes to all others at once.
  func exchangeSeconds(bytes: Double, nodes: Int) -> Double {
    guard nodes > 1 else { return 0 }
    return latency + Double(nodes - 1) / Double(nodes) * bytes / bytesPerSecond
  }
}

/// What one token of one sequence takes of the links.
package struct LinkUse: Sendable, Equatable {
  package var seconds: Double
  /// Over all links.
  package var bytes: Double
  /// Messages that must have come before the next can go, each of which takes the latency.
  package var waits: Int

  package static let none = LinkUse(seconds: 0, bytes: 0, waits: 0)
}
