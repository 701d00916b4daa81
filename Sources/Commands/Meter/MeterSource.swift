import Base
import Economics
import Glibc
import Machines
import Probe
import Runtimes

/// Reads what is metered: logs of usage, or a page of metrics watched for a while.
struct MeterSource {
  let options: MeterOptions
  let files: [String]
  let surroundings: Surroundings
  /// Where the power is read.
  var root = SystemRoot.live

  struct Found {
    var records: [UsageRecord] = []
    var reading: MeterReading
    var sources: [String]
    /// What the devices drew meanwhile; nil of a log, whose time is over.
    var power: PowerReading?
    /// What could not be told, and why.
    var gaps: [(subject: String, reason: String)] = []
  }

  func found() throws -> Found {
    if let address = options.metrics { return try watched(address) }
    var log = UsageLog()
    for file in files.isEmpty ? ["-"] : files {
      let path = file == "-" ? "/dev/stdin" : file
      let part = UsageLog(try InputFile.bytes(path, what: "the log", limit: InputFile.limit))
      log.records += part.records
      log.broken += part.broken
    }
    guard !log.records.isEmpty else {
      let place = log.broken.first.map { "line \($0.line): \($0.reason)" } ?? "there is nothing in it"
      throw Failure(
        .badData, "\(files.first ?? "standard input"): \(place): expected records of usage",
        hint: "answers of Ollama or of an OpenAI-compatible server, one JSON object a line")
    }
    let reading = MeterReading(log, windowSeconds: options.window?.value)
    return Found(
      records: log.records, reading: reading, sources: files.isEmpty ? ["standard input"] : files, gaps: gaps(reading))
  }

  private func gaps(_ reading: MeterReading) -> [(subject: String, reason: String)] {
    var gaps: [(subject: String, reason: String)] = [
      ("power", "a log does not tell it; it is read while a page of metrics is watched (--metrics)")
    ]
    if reading.windowSeconds == nil {
      gaps.append(("window_seconds", "the records lack times or latencies; say how long they took with --window"))
    }
    if reading.latency == nil { gaps.append(("latency", "no record tells it")) }
    if reading.firstToken == nil { gaps.append(("time_to_first_token", "no record tells it")) }
    if reading.wait == nil { gaps.append(("queue", "no record tells it")) }
    if reading.utilisation == nil {
      gaps.append(("utilisation", "it needs the time and the latency of every request"))
    }
    return gaps
  }

  /// Two pages with the time between them.
  private func watched(_ address: MetricsAddress) throws -> Found {
    guard surroundings.allowsNetwork else { throw Failure(.failed, "the network is not allowed here") }
    guard files.isEmpty else {
      throw Failure(.usage, "--metrics and files are read in two runs", hint: "leave one of them out")
    }
    let client = MetricsClient(address: address.address, avoidsProxies: address.isLoopback) {
      Interrupts.wasInterrupted
    }
    Interrupts.note()
    let seconds = options.seconds?.value ?? 10
    let first = try page(client)
    var watch = PowerWatch(root: root, executable: surroundings.executable, environment: surroundings.environment)
    let start = MonotonicClock.seconds()
    while MonotonicClock.seconds() - start < seconds, !Interrupts.wasInterrupted {
      usleep(UInt32(min(0.1, max(0.001, seconds - (MonotonicClock.seconds() - start))) * 1e6))
      watch.sample()
    }
    let power = watch.finish()
    if Interrupts.wasInterrupted { throw OllamaAccess.interruption }
    let interval = MetricsInterval(first: first, last: try page(client))
    guard interval.isUnderstood else {
      throw Failure(
        .badData,
        "\(address.address) counts no tokens: expected the metrics of vLLM, SGLang or llama-server (--metrics)")
    }
    var found = Self.found(interval, seconds: MonotonicClock.seconds() - start, address: address.address)
    found.power = power
    if !power.reasons.isEmpty { found.gaps.append(("power", power.reasons.joined(separator: "; "))) }
    return found
  }

  private func page(_ client: MetricsClient) throws -> MetricsText {
    do {
      return try client.page()
    } catch {
      switch error {
      case .noLibrary: throw OllamaAccess.noLibrary
      case .notReachable(let reason):
        throw Failure(
          .unavailable, "nothing answers at \(client.address): \(reason)",
          hint: "is the runtime running, with its metrics on?")
      case .brokeOff(let reason): throw Failure(.unavailable, "\(client.address) broke off: \(reason)")
      case .notEncrypted(let reason), .notHTTP(let reason), .untrusted(let reason):
        throw Failure(
          .unavailable, "\(client.address): \(reason)", hint: "is it http:// or https:// that is spoken there?")
      case .stopped: throw OllamaAccess.interruption
      }
    }
  }

  /// The reading of what happened between two pages.
  static func found(_ interval: MetricsInterval, seconds: Double, address: String) -> Found {
    func percentiles(_ quantile: (Double) -> Double?) -> MeterReading.Percentiles? {
      guard let p50 = quantile(0.5), let p95 = quantile(0.95), let p99 = quantile(0.99) else { return nil }
      return MeterReading.Percentiles(p50: p50, p95: p95, p99: p99)
    }
    func count(_ number: Double) -> Int { Int(max(0, min(1e15, number.rounded()))) }
    let reading = MeterReading(
      requests: count(interval.requests ?? 0), inputTokens: count(interval.inputTokens),
      outputTokens: count(interval.outputTokens), windowSeconds: seconds, latency: percentiles(interval.latency),
      firstToken: percentiles(interval.firstToken), wait: percentiles(interval.queue),
      utilisation: interval.busySeconds.map { min(1, $0 / seconds) }, models: interval.models)
    var gaps: [(subject: String, reason: String)] = []
    if interval.requests == nil { gaps.append(("requests", "the runtime does not count them")) }
    let isIdle = interval.outputTokens == 0
    for (subject, value) in [
      ("latency", reading.latency), ("time_to_first_token", reading.firstToken), ("queue", reading.wait),
    ] where value == nil {
      gaps.append((subject, isIdle ? "nothing was asked meanwhile" : "the runtime does not tell it"))
    }
    if reading.utilisation == nil { gaps.append(("utilisation", "the runtime does not tell how long it computed")) }
    return Found(reading: reading, sources: [address], gaps: gaps)
  }
}
