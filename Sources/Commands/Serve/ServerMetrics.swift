import Base
import Documents
import Glibc
import Machines
import Synchronization

/// What a server counts of itself, and what it tells of its machine, for Prometheus.
final class ServerMetrics: Sendable {
  /// Bounds of the times in seconds.
  private static let bounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

  private struct Endpoint {
    var statuses: [Int: Int] = [:]
    var counts = [Int](repeating: 0, count: ServerMetrics.bounds.count + 1)
    var seconds = 0.0
  }

  private let endpoints = Mutex<[String: Endpoint]>([:])

  /// Counts an answer; `name` is one of a few.
  func count(_ name: String, status: Int, seconds: Double) {
    let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
    endpoints.withLock { endpoints in
      endpoints[name, default: Endpoint()].statuses[status, default: 0] += 1
      endpoints[name]?.counts[place] += 1
      endpoints[name]?.seconds += seconds
    }
  }

  func text(_ reading: InputKeeper.Reading, connections: Int) -> String {
    let counted = endpoints.withLock { $0 }.sorted { $0.key < $1.key }
    let machine = reading.machine
    var text = PrometheusText()
    text.add(
      "build_info", "The program and its catalogue.",
      [(["version": programVersion, "catalog": reading.catalog.version ?? ""], 1)])
    text.add(
      "http_requests_total", "Answers by endpoint and status.",
      counted.flatMap { name, endpoint in
        endpoint.statuses.sorted { $0.key < $1.key }.map {
          (["endpoint": name, "status": String($0.key)], Double($0.value))
        }
      }, kind: .counter)
    text.add(
      "http_request_duration_seconds", "Time to make an answer.",
      histograms: counted.map { (["endpoint": $0.key], Self.bounds, $0.value.counts, $0.value.seconds) })
    text.add("http_connections", "Connections that are open.", [([:], Double(connections))])
    text.add("catalog_models", "Models of the catalogue.", [([:], Double(reading.catalog.models.count))])
    let memory = machine.memory
    text.add("memory_total_bytes", "Main memory.", [([:], memory.totalBytes.value.map(Double.init))])
    text.add(
      "memory_available_bytes", "Main memory that is free now.",
      [([:], memory.availableBytes.value.map(Double.init))])
    text.add(
      "memory_budget_bytes", "Main memory that a model may take now.",
      [([:], memory.budgetBytes.value.map(Double.init))])
    let cards = machine.accelerators.map { ($0, ["id": $0.id, "name": $0.name.value ?? ""]) }
    text.add(
      "accelerator_memory_total_bytes", "Memory of an accelerator.",
      cards.map { ($0.1, $0.0.memoryTotalBytes.value.map(Double.init)) })
    text.add(
      "accelerator_memory_free_bytes", "Memory of an accelerator that is free now.",
      cards.map { ($0.1, $0.0.memoryFreeBytes.value.map(Double.init)) })
    text.add("process_resident_memory_bytes", "Memory of the server.", [([:], Self.residentBytes)])
    return text.text
  }

  private static var residentBytes: Double? {
    guard let line = try? SystemRoot.live.bytes("/proc/self/statm", limit: 256).get() else { return nil }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Double(words[1]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) } : nil
  }
}
