import Base
import Economics
import Machines
import Models

/// Finds a rented machine by its provider's name, or the cheapest offer of a GPU.
struct RentedMachine {
  let offer: MachinePriceList.Rental
  let gpuName: String

  var name: String { "\(offer.provider) \(offer.name ?? gpuName)" }

  static func find(_ text: String, region: String?, in list: MachinePriceList) throws -> RentedMachine {
    let offers = try named(text, in: list) ?? offers(ofGPU: text, in: list)
    let inRegion = offers.filter { region == nil || $0.region?.lowercased() == region?.lowercased() }
    guard let offer = inRegion.min(by: { $0.usdPerHour < $1.usdPerHour }) else {
      let regions = Set(offers.compactMap(\.region)).sorted()
      throw Failure(
        .usage, "'\(text)' is not offered in '\(region ?? "")'",
        hint: regions.isEmpty ? "leave --region out" : "one of: \(regions.joined(separator: ", "))")
    }
    return RentedMachine(offer: offer, gpuName: GPUTable.builtIn.gpu(id: offer.gpu)?.name ?? offer.gpu)
  }

  private static func named(_ text: String, in list: MachinePriceList) -> [MachinePriceList.Rental]? {
    let wanted = text.lowercased()
    let found = list.rentals.filter { offer in
      guard let name = offer.name?.lowercased() else { return false }
      return name == wanted || "\(offer.provider.lowercased())/\(name)" == wanted
    }
    return found.isEmpty ? nil : found
  }

  /// The offers of `2xH100`: machines with as many of the card, of lists that are still kept where there are any.
  private static func offers(ofGPU text: String, in list: MachinePriceList) throws -> [MachinePriceList.Rental] {
    let names = Set(list.rentals.compactMap(\.name))
    guard let request = GPURequest(text), let gpu = GPUTable.builtIn.gpu(meantBy: request.name)?.gpu
    else {
      throw Failure(
        .usage, "no rented machine is known as '\(text)'",
        hint: "an instance such as g5.xlarge, or a GPU such as 2xH100; nearest: "
          + NearestInstances.of(text, in: Array(names)).joined(separator: ", "))
    }
    let offers = list.rentals.filter { $0.gpu == gpu.id && $0.gpuCount == Double(request.count) }
    let kept = offers.filter { !$0.isArchived }
    guard !offers.isEmpty else {
      throw Failure(
        .usage, "no offer of \(request.count == 1 ? "" : "\(request.count) x ")\(gpu.name) is known",
        hint: "give what it costs a month with --local-monthly")
    }
    return kept.isEmpty ? offers : kept
  }

  /// The machine as if it stood here; nil for a share of a card.
  func machine() -> Machine? {
    let count = Int(offer.gpuCount)
    guard Double(count) == offer.gpuCount, count > 0 else { return nil }
    return try? SimulatedMachine.machine(
      gpus: ["\(count)x\(gpuName)"], ramBytes: offer.memoryGB.map { Int($0 * 1e9) }, cores: offer.processors)
  }
}

/// Names of machines that are spelled alike.
enum NearestInstances {
  static func of(_ text: String, in names: [String]) -> [String] {
    let wanted = Array(text.lowercased().utf8)
    return names.map { ($0, EditDistance.between(wanted, Array($0.lowercased().utf8))) }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }
}
