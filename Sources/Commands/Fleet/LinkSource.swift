import Base
import Serving

/// Finds what joins hosts: a rate and a latency that are written down, or what iperf3 measured between two of them.
struct LinkSource {
  let text: String

  func link() throws -> NodeLink {
    // A file may have a latency behind it too, for results without one.
    let name = text.split(separator: ",", maxSplits: 1).first.map(String.init) ?? text
    if FileQuestions.exists(name), !FileQuestions.isFolder(name) { return try measured(name) }
    do throws(LinkText.Problem) {
      return try LinkText.link(text)
    } catch {
      let isFile = text.contains("/") && !text.contains("/s") || name.hasSuffix(".json")
      if isFile {
        throw Failure(
          .noInput, "'\(name)' is not there, which '--link' names",
          hint: "'iperf3 --client HOST --json > \(name)' measures it, or write 25Gbit/s,50us")
      }
      throw refusal(error)
    }
  }

  private func refusal(_ problem: LinkText.Problem) -> Failure {
    Failure(
      .usage, "--link '\(text)': expected \(problem.expected) at character \(problem.column)",
      hint: "write 25Gbit/s,50us (rate, latency one way), or name a file of 'iperf3 --client HOST --json'")
  }

  /// The slower direction counts where both were measured.
  private func measured(_ path: String) throws -> NodeLink {
    do {
      let root = try InputFile.json(InputFile.bytes(path, what: "the result of iperf3"), file: path)
      if let error = try root.optional("error")?.string() {
        throw Failure(
          .badData, "\(path): iperf3 failed: \(error)", hint: "measure again: iperf3 --client HOST --json > \(path)")
      }
      let end = try root.required("end")
      var rates = [try Self.rate(end.required("sum_received"))]
      if let other = try end.optional("sum_received_bidir_reverse") { rates.append(try Self.rate(other)) }
      return NodeLink(bytesPerSecond: rates.min() ?? 0, latency: try latency(end, path))
    } catch let error as JSONShapeError {
      throw InputFile.failure(error, file: path)
    }
  }

  private static func rate(_ sum: JSONNode) throws(JSONShapeError) -> Double {
    let rate = try sum.required("bits_per_second")
    let number = try rate.number()
    guard number > 0, number < 1e18 else { throw rate.complaint("a rate above 0") }
    return number / 8
  }

  /// Half of the shortest round trip, which is that of an idle link; the mean where there is no shortest.
  private func latency(_ end: JSONNode, _ path: String) throws -> Double {
    if let comma = text.firstIndex(of: ",") {
      do throws(LinkText.Problem) {
        let column = text.distance(from: text.startIndex, to: comma) + 2
        return try LinkText.latency(String(text[text.index(after: comma)...]), at: column)
      } catch {
        throw refusal(error)
      }
    }
    var trips: [Double] = []
    for stream in try end.optional("streams")?.elements() ?? [] {
      guard let sender = try stream.optional("sender") else { continue }
      for key in ["min_rtt", "mean_rtt"] {
        guard let node = try sender.optional(key) else { continue }
        let trip = try node.number()
        guard trip > 0 else { continue }
        trips.append(trip)
        break
      }
    }
    guard let trip = trips.min() else {
      throw Failure(
        .badData, "\(path): no round trip was measured ('/end/streams/0/sender/min_rtt')",
        hint: "run it over TCP on Linux, or give the latency besides: --link \(path),50us")
    }
    return trip / 2e6
  }
}
