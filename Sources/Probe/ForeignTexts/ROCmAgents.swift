import Base

/// What `rocminfo` prints: an agent for each processor and each GPU, with its pools of memory.
enum ROCmAgents {
  private struct Agent {
    var facts: [String: String] = [:]
    /// The largest pool that all of the agent's work may use.
    var poolBytes: Int?
    private var segment = ""

    mutating func take(_ key: String, _ value: String) {
      switch key {
      case "Segment": segment = value
      case "Size":
        guard segment.hasPrefix("GLOBAL"), let kibibytes = ROCmAgents.number(value), kibibytes < 1 << 40 else { return }
        poolBytes = max(poolBytes ?? 0, kibibytes << 10)
      default: if facts[key] == nil { facts[key] = value }
      }
    }
  }

  static func devices(_ text: String) -> CapturedDevices? {
    guard text.contains("HSA Agents") || text.contains("HSA System Attributes") else { return nil }
    var agents: [Agent] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      if line.hasPrefix("Agent "), Int(line.dropFirst(6)) != nil {
        agents.append(Agent())
      } else if let colon = line.firstIndex(of: ":"), let last = agents.indices.last {
        agents[last].take(trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...]))
      }
    }
    var captured = CapturedDevices()
    for agent in agents {
      if agent.facts["Device Type"] == "GPU" {
        add(agent, to: &captured)
      } else if agent.facts["Device Type"] == "CPU" {
        captured.mainMemoryBytes = agent.poolBytes.map { (captured.mainMemoryBytes ?? 0) + $0 }
      }
    }
    return captured
  }

  private static func add(_ agent: Agent, to captured: inout CapturedDevices) {
    let index = captured.functions.count
    // The location has the bus in its upper byte, then five bits of device and three of function.
    let address =
      agent.facts["BDFID"].flatMap { Int($0) }.flatMap { location in
        location > 0 && location < 1 << 16
          ? PCIAddress(
            domain: agent.facts["Domain"].flatMap { Int($0) }.flatMap { (0..<1 << 31).contains($0) ? $0 : nil } ?? 0,
            bus: location >> 8, device: location >> 3 & 31, function: 0) : nil
      } ?? .unplaced(index)
    var function = PCIFunction(address: address, source: "rocminfo")
    function.vendorID = 0x1002
    function.deviceID = agent.facts["Chip ID"].flatMap { number($0) }.flatMap { $0 < 1 << 16 ? $0 : nil }
    (function.driver, function.knowsDriver) = ("amdgpu", true)
    captured.functions.append(function)
    var node = AMDNode(number: index + 1, partition: 0)
    (node.address, node.vendorID, node.deviceID) = (address, 0x1002, function.deviceID)
    node.target = agent.facts["Name"].flatMap { $0.hasPrefix("gfx") ? $0 : nil }
    node.computeUnits = agent.facts["Compute Unit"].flatMap { Int($0) }.flatMap {
      (1..<100_000).contains($0) ? $0 : nil
    }
    node.usableBytes = agent.poolBytes
    if agent.facts["Memory Properties"]?.contains("APU") == true { node.isIntegrated = true }
    captured.amd.nodes.append(node)
    let name = agent.facts["Marketing Name"] ?? ""
    captured.amd.cards[address] = AMDCard(productName: ["", "AMD Radeon Graphics"].contains(name) ? nil : name)
  }

  /// `5510(0x1586)`, `115343360(0x6e00000) KB`.
  fileprivate static func number(_ text: String) -> Int? { Int(text.prefix { $0.isASCII && $0.isNumber }) }
}
