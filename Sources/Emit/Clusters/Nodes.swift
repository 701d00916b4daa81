import Base
import Machines
import Ranking

extension EmitFormat {
  static let nfd = EmitFormat(
    "nfd", .clusters, "Features for Kubernetes' Node Feature Discovery: what the node has and carries, as labels.",
    hasUseCases: true
  ) { (plan) throws(EmitRefusal) in
    var features: [(String, String)] = [
      ("fingerprint", plan.machine.fingerprint), ("model", plan.model.id), ("quantization", plan.fit.quantization),
      ("context", String(plan.fit.workload.context)), ("placement", plan.fit.placement.mode.rawValue),
    ]
    if let speed = plan.row.speed {
      features.append(("tokens-per-second", String(Int(speed.decodeTokensPerSecond.estimate))))
    }
    let cards = plan.machine.accelerators.filter(\.isUsable)
    let bytes = cards.compactMap(\.budgetBytes.value)
    if let least = bytes.min() {
      features += [("accelerators", String(bytes.count)), ("accelerator-gib", String(least / ByteSize.gibibyte))]
    }
    if let least = cards.compactMap(\.bandwidthBytesPerSecond.value).min() {
      features.append(("accelerator-gb-per-second", String(Int(least / 1e9))))
    }
    let memory = plan.machine.memory
    if let budget = memory.budgetBytes.value { features.append(("memory-gib", String(budget / ByteSize.gibibyte))) }
    if let rate = memory.bandwidthBytesPerSecond.value {
      features.append(("memory-gb-per-second", String(Int(rate / 1e9))))
    }
    for (useCase, best) in plan.best {
      features.append(("best-" + useCase.rawValue, best.model.id))
      guard let pace = best.row.speed?.pace(of: best.model) else { continue }
      features.append(("best-\(useCase.rawValue)-tokens-per-second", String(Int(pace))))
    }
    let lines = features.map { "plimsoll-\($0)=\(labelValue($1))\n" }
    return Draft(
      Draft.File("features.d/plimsoll", .text(lines.joined())),
      notes: [
        "put it into /etc/kubernetes/node-feature-discovery/features.d/; select with feature.node.kubernetes.io/plimsoll-model"
      ])
  }

  static let dra = EmitFormat(
    "dra", .clusters, "A ResourceClaimTemplate of Kubernetes' Dynamic Resource Allocation with the memory of the plan."
  ) { (plan) throws(EmitRefusal) in
    let shares = plan.fit.placement.accelerators
    let vendor = plan.machine.accelerators.first { card in shares.contains { $0.id == card.id } }?.vendor
    guard let vendor, let driver = [.nvidia: "gpu.nvidia.com", .amd: "gpu.amd.com", .intel: "gpu.intel.com"][vendor]
    else {
      throw .lacks("card in the plan, and so nothing to claim")
    }
    let mebibytes = ((shares.map(\.bytes).max() ?? 0) + ByteSize.mebibyte - 1) / ByteSize.mebibyte
    let expression = "device.capacity[\"\(driver)\"].memory.compareTo(quantity(\"\(mebibytes)Mi\")) >= 0"
    let claim = plan.manifest(
      "resource.k8s.io/v1", "ResourceClaimTemplate",
      .having([
        "spec": .having([
          "devices": .having([
            "requests": [
              .having([
                "name": "cards",
                "exactly": .having([
                  "deviceClassName": .string(driver), "allocationMode": "ExactCount", "count": .integer(shares.count),
                  "selectors": [.having(["cel": .having(["expression": .string(expression)])])],
                ]),
              ])
            ]
          ])
        ])
      ]))
    return Draft(
      Draft.File("resource-claim.yaml", .yaml(claim)),
      notes: ["in the pod: resourceClaims: [{name: cards, resourceClaimTemplateName: \(plan.label)}]"])
  }

  /// A text as the value of a label: at most 63 letters, digits, `-`, `_` and `.`.
  private static func labelValue(_ text: String) -> String {
    let letters = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
    return String(letters.prefix(63)).trimmed
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while let last = text.last, !last.isLetter, !last.isNumber { text.removeLast() }
    return String(text.drop { !$0.isLetter && !$0.isNumber })
  }
}
