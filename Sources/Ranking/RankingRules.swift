import Models

/// Every number of the ranking in one place (docs/ranking.md says what each means to a person).
enum RankingRules {
  // What an answer is worth.

  /// Points that each doubling of the wait for a finished answer takes, once it is well beyond what is comfortable.
  static let pointsPerDoubling = 15.0
  /// As fast as people read, 360 words a minute: the time that an answer takes to read at this speed is a comfortable wait for it.
  static let readingTokensPerSecond = 8.0
  /// How many standard errors of a quality are taken off: an uncertain model does not win by its error bar.
  static let caution = 3.0
  /// The longest wait for an answer that makes sense, in seconds; ten times as long is absurd.
  static let longestSensibleSeconds = 360.0
  /// What is known of a model of which nothing is known.
  static let unknownQuality = Model.Quality(score: 10, uncertainty: 10, sources: ["nothing is known of its quality"])
  /// Further standard error, in points, where dimensions are only approximately known: memory and speed may differ.
  static let uncertaintyOfApproximateDimensions = 3.0

  // What fits.

  /// Points that each halving of the main memory that stays free takes: a computer has other work.
  static let pointsPerHalving = 2.0
  /// More free memory than this is no use to other programs: a desktop with all that people keep open takes less.
  static let wantedRoomBytes = 32 << 30
  /// What is always free: less than the margin of a fit is none.
  static let leastFreeShare = 0.03
  /// An embedding model stands beside the model that answers: it may take this share of all memory, or this much.
  static let shareBesideAnother = 1.0 / 6
  static let alwaysRoomBytes = 2 << 30
  /// What llama.cpp's image encoder computes a usual picture in, about.
  static let imageBufferBytes = 256 << 20
  /// Below this many bits per weight a pick carries a warning.
  static let fewBits = 3.0

  // What is shown.

  /// How far behind the best a pick that is shown for its quality, speed, size or context may be, in points.
  static let labelReach = 10.0
  /// What is further behind the best is not shown, in points.
  static let shownReach = 20.0
  /// What is within this factor of the fastest, smallest or longest is about as fast, small or long.
  static let alike = 1.41
  /// Models of one line are too alike to show both when neither their weights nor those of a token differ by this factor.
  static let alikeSizes = 1.5
  /// What another beats in everything else is shown only if it is smaller by this factor.
  static let muchSmaller = 2
  /// How many picks are shown unless more are asked for; only then also what adds nothing.
  static let usualPicks = 5
  /// How many near misses are shown.
  static let shownMisses = 5
}
