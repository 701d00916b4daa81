extension Machine {
  /// The accelerators that a runtime can use and that have memory of their own, in the machine's order.
  package var usableCards: [Accelerator] {
    accelerators.filter { $0.isUsable && $0.memoryKind.value == .dedicated }
  }
}
