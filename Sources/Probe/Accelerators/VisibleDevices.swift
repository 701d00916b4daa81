/// The environment variables with which a user hides devices from runtimes.
enum VisibleDevices {
  /// What one such variable lets through.
  struct Selection: Equatable {
    var variable: String
    /// Positions in the runtime's own order.
    var indices: Set<Int>
    /// Starts of identifiers such as `GPU-8932f937`.
    var identifiers: [String]

    /// Whether a device at a position, with its identifiers, is let through.
    func admits(index: Int, identifiers own: [String]) -> Bool {
      indices.contains(index)
        || identifiers.contains { wanted in own.contains { $0.lowercased().hasPrefix(wanted.lowercased()) } }
    }
  }

  /// The selection that `variable` makes in `environment`; nil when it is not set.
  ///
  /// An empty value and -1 let nothing through. As in CUDA, the list ends at the first word that is no device.
  static func selection(_ variable: String, in environment: [String: String]) -> Selection? {
    guard let value = environment[variable] else { return nil }
    var selection = Selection(variable: variable, indices: [], identifiers: [])
    for word in value.split(separator: ",", omittingEmptySubsequences: false) {
      let word = trimmed(word)
      if let index = Int(word), index >= 0 {
        selection.indices.insert(index)
      } else if word.hasPrefix("GPU-") || word.hasPrefix("MIG-") {
        selection.identifiers.append(word)
      } else {
        break
      }
    }
    return selection
  }

  /// The sentence for a hidden device.
  static func reason(_ selection: Selection) -> String { "hidden by \(selection.variable)" }

  static let cuda = ["CUDA_VISIBLE_DEVICES"]
  /// HIP numbers the devices that ROCr has let through; CUDA's variable counts for HIP too.
  static let rocm = ["ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"]
  static let vulkan = ["GGML_VK_VISIBLE_DEVICES"]

  /// For each device of one vendor, in the runtime's order, the variable that hides it, or nil.
  static func hiding(
    _ identifiers: [[String]], variables: [String], environment: [String: String]
  ) -> [String?] {
    var hidden = [String?](repeating: nil, count: identifiers.count)
    for variable in variables {
      guard let selection = selection(variable, in: environment) else { continue }
      // Each variable numbers what the ones before it have left.
      var position = 0
      for index in identifiers.indices where hidden[index] == nil {
        if !selection.admits(index: position, identifiers: identifiers[index]) { hidden[index] = reason(selection) }
        position += 1
      }
    }
    return hidden
  }
}
