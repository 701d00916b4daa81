import Base

/// Names of graphics and accelerators from the list of PCI ids, as of the program's release.
package enum PCINameList {
  /// The text, in the list's own form; written by `catalog/tools/pci_names.py`.
  package static var builtIn: UnsafeBufferPointer<UInt8> {
    EmbeddedFile.named("pci-names.ids")?.bytes ?? UnsafeBufferPointer(start: nil, count: 0)
  }
}
