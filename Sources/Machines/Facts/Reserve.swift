/// What is left free on purpose when a budget is made, so that "fits" stays true while a machine is in use.
package enum Reserve {
  /// Main memory left to the system and other programs: 3 % of it, at least 256 MiB and at most 2 GiB.
  package static func mainMemoryBytes(total: Int) -> Int {
    min(max(total / 100 * 3, 256 << 20), 2 << 30)
  }

  /// Main memory that an idle system takes before any model comes, where only the total is known: a tenth, at most 4 GiB.
  package static func idleSystemBytes(total: Int) -> Int { min(total / 10, 4 << 30) }

  /// Memory of a device left for the driver's own needs, which grow while a model runs.
  package static let deviceBytes = 256 << 20

  /// Further memory of a device that drives a display: windows come and go while a model runs.
  package static let displayBytes = 512 << 20

  /// The share of their memory that systems on NVIDIA's boards see: 119.7 of 128 GiB on GB10, 7.4 of 8 on an Orin Nano.
  static let visibleShareOfBoards = 0.935

  /// The share of main memory that integrated and unified devices may take where no driver says otherwise.
  ///
  /// macOS lends a GPU three quarters of a large memory; Linux drivers lend half to nearly all of it, as configured.
  package static let unifiedShare = 0.75
}
