import Base

/// By how much bands are wider for what was never measured, as factors on how far they reach to either side.
struct Widening: Sendable {
  private let architecture: (slower: Double, faster: Double)
  /// For each time that the number of cards doubles.
  private let doubledCards: (dense: Double, experts: Double)
  private let offload: Double
  private let engine: Double

  init(_ node: JSONNode) throws(JSONShapeError) {
    let (architecture, cards) = (try node.required("architecture"), try node.required("doubled_cards"))
    self.architecture = (
      slower: try architecture.required("slower").number(), faster: try architecture.required("faster").number()
    )
    doubledCards = (dense: try cards.required("dense").number(), experts: try cards.required("experts").number())
    offload = try node.required("offload").number()
    engine = try node.required("engine").number()
  }

  /// The band of a speed of which all that was never measured.
  ///
  /// Only a new architecture or another engine may be faster than its kin. Unknown generations, kernels and memory have bands of their own.
  func band(_ band: Band, unmeasured: [Unmeasured], hasExperts: Bool) -> Band {
    var (slower, faster) = (1.0, 1.0)
    for reason in unmeasured {
      switch reason {
      case .architecture:
        slower *= architecture.slower
        faster *= architecture.faster
      case .cards(let cards):
        var reached = 1
        while reached < cards {
          slower *= hasExperts ? doubledCards.experts : doubledCards.dense
          reached *= 2
        }
      case .offload: slower *= offload
      case .engine:
        slower *= engine
        faster *= engine
      case .generation, .memory, .kernels: break
      }
    }
    return Band(slower: 1 + (band.slower - 1) * slower, faster: 1 + (band.faster - 1) * faster)
  }
}
