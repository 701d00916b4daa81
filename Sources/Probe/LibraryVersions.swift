import CExpat
import CHwloc
import CPCI
import CSystem

/// Versions of the libraries that the program is linked with.
package enum LibraryVersions {
  /// By name; libpci tells the version of its headers only, the others that of the library which runs.
  package static var linked: [(name: String, version: String)] {
    let hwloc = hwloc_get_api_version()
    let expat = XML_ExpatVersionInfo()
    return [
      ("expat", "\(expat.major).\(expat.minor).\(expat.micro)"),
      ("glibc", String(cString: plimsoll_c_library_version())),
      ("hwloc", "\(hwloc >> 16).\(hwloc >> 8 & 255).\(hwloc & 255)"),
      ("libpci", String(cString: plimsoll_pci_library_version())),
    ]
  }
}
