import CSystem

/// What root may do and plimsoll does not need.
package enum Privileges {
  /// From now on this process reads what the kernel shows of the machine, and nothing more than any user besides.
  ///
  /// To be called before there are threads. Without effect for other users than root.
  package static func keepReadingMachine() { plimsoll_keep_reading_capabilities(0) }

  /// From now on this process reads files: the machine in question is not this one.
  package static func keepReadingFiles() { plimsoll_keep_reading_capabilities(1) }
}
