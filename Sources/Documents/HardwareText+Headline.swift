import Base
import Machines

extension HardwareText {
  /// The machine in a few words: `a simulated machine · NVIDIA GeForce RTX 3060 12 GB · 32.0 GiB RAM`.
  package static func headline(_ machine: Machine) -> String {
    let cards = folded(machine.usableCards.map { TextStyle.plain($0.name.value ?? $0.id) })
    let memory = machine.memory.totalBytes.value.map { ByteSize.text($0) + " RAM" }
    return ([what(machine)] + cards + [memory].compactMap(\.self)).joined(separator: " · ")
  }

  static func what(_ machine: Machine) -> String {
    switch machine.origin {
    case .live: "this machine"
    case .recorded: "a recorded machine"
    case .document: "a machine document"
    case .simulated: "a simulated machine"
    }
  }
}
