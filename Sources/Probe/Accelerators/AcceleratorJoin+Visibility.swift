import Machines

extension AcceleratorJoin {
  /// Refuses the devices that environment variables hide from the runtimes.
  func hide(_ drafts: inout [AcceleratorDraft]) {
    guard !environment.isEmpty else { return }
    let hasHIP = environment["HIP_VISIBLE_DEVICES"] != nil
    hide(&drafts, variables: ["CUDA_VISIBLE_DEVICES"]) { $0.accelerator.backends.contains(.cuda) }
    hide(&drafts, variables: ["ROCR_VISIBLE_DEVICES", hasHIP ? "HIP_VISIBLE_DEVICES" : "CUDA_VISIBLE_DEVICES"]) {
      $0.accelerator.backends.contains(.rocm)
    }
    // Vulkan counts in the order of its drivers; a device that only Vulkan can use goes with it.
    guard let selection = VisibleDevices.selection("GGML_VK_VISIBLE_DEVICES", in: environment) else { return }
    for index in drafts.indices {
      guard let position = drafts[index].vulkanIndex, !selection.admits(index: position, identifiers: []) else {
        continue
      }
      drafts[index].accelerator.backends.removeAll { $0 == .vulkan }
      if drafts[index].accelerator.backends.isEmpty { drafts[index].hide(VisibleDevices.reason(selection)) }
    }
  }

  private func hide(
    _ drafts: inout [AcceleratorDraft], variables: [String], where counts: (AcceleratorDraft) -> Bool
  ) {
    let indices = drafts.indices.filter { counts(drafts[$0]) }
    let reasons = VisibleDevices.hiding(
      indices.map { drafts[$0].identifiers }, variables: variables, environment: environment)
    for (index, reason) in zip(indices, reasons) { if let reason { drafts[index].hide(reason) } }
  }
}

extension AcceleratorDraft {
  /// Refuses a device that could be used, whatever remark it had.
  fileprivate mutating func hide(_ reason: String) {
    guard accelerator.isUsable else { return }
    accelerator.reason = nil
    refuse(reason)
  }
}
