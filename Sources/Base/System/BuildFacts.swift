import CSystem

/// How this program was built.
package enum BuildFacts {
  /// The revision in the words of `git describe`, or nil when whoever built it did not say.
  package static var revision: String? { plimsoll_revision().map { String(cString: $0) } }

  /// The compiler of the C parts.
  package static var compiler: String { String(cString: plimsoll_c_compiler()) }

  #if arch(x86_64)
    package static let architecture = "x86_64"
  #elseif arch(arm64)
    package static let architecture = "aarch64"
  #else
    package static let architecture = "other"
  #endif

  #if DEBUG
    package static let isOptimized = false
  #else
    package static let isOptimized = true
  #endif
}
